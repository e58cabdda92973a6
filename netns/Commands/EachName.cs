using Linux;

namespace Netctl.Commands;

/// <summary>One thing done to several names: a failure is told and the next name has its turn.</summary>
internal static class EachName
{
    public static int Do(IReadOnlyList<string> names, Action<string> work)
    {
        foreach (string name in names) NamedNamespaces.PathOf(name);   // a name that cannot be one stops all, before anything is changed
        if (names is [var only])
        {
            work(only);
            return ExitCode.Ok;
        }
        int failures = 0;
        foreach (string name in names)
            try
            {
                work(name);
            }
            catch (LinuxException e)
            {
                Stdio.WriteError(e.Message);
                failures++;
            }
        return failures == 0 ? ExitCode.Ok : ExitCode.Own;
    }
}
