using System.Text;
using System.Text.Json;
using Linux;

namespace Hull.Commands;

/// <summary>One piece of work for each of several containers or images: done, its name is printed as it was given; else, why not.</summary>
internal static class EachOf
{
    public static int Do(IEnumerable<string> names, Action<string> work)
    {
        int exitCode = 0;
        foreach (string name in names)
            try
            {
                work(name);
                Stdio.WriteOutput(Encoding.UTF8.GetBytes(name + "\n"));
            }
            catch (Exception e) when (e is HullException or LinuxException or IOException or JsonException)
            {
                Stdio.WriteError($"hull: {e.Message}");
                exitCode = 1;
            }
        return exitCode;
    }
}
