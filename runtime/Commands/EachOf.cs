using System.Text;
using System.Text.Json;
using Cni;
using Linux;

namespace Hull.Commands;

/// <summary>One piece of work for each of several containers or images: done, its name is printed as it was given; else, why not.</summary>
internal static class EachOf
{
    public static int Do(IEnumerable<string> names, Action<string> work)
    {
        int exitCode = 0;
        foreach (string name in names)
            exitCode |= Tell(name, Try(() => work(name)));
        return exitCode;
    }

    /// <summary>The same for work that waits: at once for all of them.</summary>
    public static int DoAtOnce(IReadOnlyList<string> names, Action<string> work)
    {
        if (names.Count == 1)
            return Do(names, work);
        var failures = new Exception?[names.Count];
        var threads = names.Select((name, index) => new Thread(() => failures[index] = Try(() => work(name)))).ToList();
        threads.ForEach(thread => thread.Start());
        int exitCode = 0;
        for (int index = 0; index < names.Count; index++)
        {
            threads[index].Join();
            exitCode |= Tell(names[index], failures[index]);
        }
        return exitCode;
    }

    static Exception? Try(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception e) when (e is HullException or LinuxException or CniError or IOException or JsonException)
        {
            return e;
        }
    }

    static int Tell(string name, Exception? failure)
    {
        if (failure is null)
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(name + "\n"));
        else
            Stdio.WriteError($"hull: {failure.Message}");
        return failure is null ? 0 : 1;
    }
}
