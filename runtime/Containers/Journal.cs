using System.Text;
using Cni;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>
/// What has been made for a container outside its own folders, a line each, written before the thing is made. Undoing goes backwards through it.
/// The one who undoes need not be the one who made: after a crash it is whoever comes next.
/// </summary>
/// <remarks>
/// Not flushed to disk: what a loss of power takes from the journal it takes from the kernel too, all but a lease, and that one names its container.
/// </remarks>
internal sealed class Journal(Container container)
{
    public void Namespace() => Note("namespace");
    public void Network(string ifName) => Note($"network {ifName}");
    public void Cgroup() => Note("cgroup");
    public void Process() => Note("process");

    void Note(string line)
    {
        Debugging.Tell($"container {container.Name}: {line} is made");
        using var file = FileDescriptor.Append(container.Files.Journal);
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>
    /// Undoes all of it. Every step can be done again and none minds that its thing is gone. What fails is said, and leaves its line in the journal.
    /// </summary>
    public IReadOnlyList<string> Undo()
    {
        var left = new Stack<string>((SmallFile.Find(container.Files.Journal) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var (failures, kept) = (new List<string>(), new List<string>());
        while (left.TryPop(out string? line))
            try
            {
                Debugging.Tell($"container {container.Name}: {line} is undone");
                Undo(line);
            }
            catch (Exception e) when (e is LinuxException or CniError or IOException)
            {
                Debugging.Tell($"container {container.Name}: {line} is not undone: {e.Message}");
                failures.Add($"container {container.Name}: {e.Message}");
                kept.Insert(0, line);
            }
        if (kept.Count == 0)
            File.Delete(container.Files.Journal);
        else
            File.WriteAllLines(container.Files.Journal, kept);
        return failures;
    }

    void Undo(string line)
    {
        switch (line.Split(' '))
        {
            case ["process"]:
                EndProcess();
                break;
            case ["cgroup"]:
                Linux.Cgroup.Named(container.CgroupName).Delete();
                break;
            case ["network", var ifName]:
                ContainerNetwork.Detach(container, ifName);
                break;
            case ["namespace"] when File.Exists(NamedNamespaces.PathOf(container.OwnNamespace!)):
                NamedNamespaces.Delete(container.OwnNamespace!);
                break;
        }
    }

    void EndProcess()
    {
        using var process = ContainerStatus.FindProcess(container);
        if (process is null)
            return;
        process.Send(Signal.Kill);
        Pausing.Thaw(container);   // else it would not get to end
        process.WaitForEnd(Timeout.InfiniteTimeSpan);
    }
}
