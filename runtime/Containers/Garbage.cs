using Hull.Events;
using Linux;

namespace Hull.Containers;

/// <summary>
/// What is left of containers whose monitor, or whose making, was killed, or that the machine's end took along.
/// Their journals say what there is to undo.
/// </summary>
internal static class Garbage
{
    /// <summary>Tidies up. Returns a line for each container that needed it, and for each thing that could not be done.</summary>
    public static IReadOnlyList<string> Collect()
    {
        var said = new List<string>();
        foreach (string id in AllContainers.Ids())
            if (!IsAtRest(id))
                Collect(id, said);
        return said;
    }

    // Nothing lives, nothing is left to undo, and when it was started its end is known.
    static bool IsAtRest(string id)
    {
        var files = new ContainerFiles(id);
        return !Directory.Exists(files.Run) && File.Exists(files.Record) && !File.Exists(files.Journal) && (File.Exists(files.Exit) || !File.Exists(files.Started));
    }

    static void Collect(string id, List<string> said)
    {
        var files = new ContainerFiles(id);
        // Whoever makes one, or begins to start or to remove one, holds this lock; its monitor, and who starts that, the container's own.
        using var onlyUs = AllContainers.Lock();
        using var minded = TryMind(files);
        if (minded is null && Directory.Exists(files.Store))
            return;
        if (Container.Find(id) is not { } container)
        {
            if (!Directory.Exists(files.Store) && !Directory.Exists(files.Run))
                return;   // its removal was not over when we looked first
            files.DeleteAll();
            said.Add($"{id[..Math.Min(12, id.Length)]}: removed, it was never finished");
            return;
        }
        if (IsAtRest(id))
            return;
        Tidy(container, said);
    }

    static FileLock? TryMind(ContainerFiles files)
    {
        try
        {
            return FileLock.TryTake(files.Lock);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return null;   // it has no folder in the store, or none any more
        }
    }

    static void Tidy(Container container, List<string> said)
    {
        bool wasToEnd = Directory.Exists(container.Files.Run) || ContainerStatus.Started(container) is not null;
        var failures = new Journal(container).Undo();
        said.AddRange(failures);
        if (failures.Count > 0)
            return;
        bool remove = container.Remove && wasToEnd;
        if (remove)
        {
            container.Files.DeleteAll();
            Happened.To(container, "destroy");
        }
        else
        {
            if (ContainerStatus.IsEndUnknown(container))
            {
                ContainerStatus.SaveExit(container, ContainerStatus.Unseen);
                Happened.Died(container, ContainerStatus.Unseen);
            }
            container.Files.DeleteRun();
        }
        said.Add($"{container.Name}: {(remove ? "removed" : "tidied up")}, its monitor was gone");
    }
}
