using Linux;

namespace Hull.Containers;

/// <summary>
/// What is left of containers whose monitor, or whose making, was killed, or that the machine's end took along.
/// Their journals say what there is to undo.
/// </summary>
internal static class Garbage
{
    /// <summary>Docker's exit code for a container whose end nobody saw.</summary>
    const int Unknown = 255;

    /// <summary>Tidies up. Returns a line for each container that needed it, and for each thing that could not be done.</summary>
    public static IReadOnlyList<string> Collect()
    {
        var said = new List<string>();
        foreach (string id in AllContainers.Ids())
            if (!Directory.Exists(new ContainerFiles(id).Run) && IsAtRest(id))
                continue;
            else
                Collect(id, said);
        return said;
    }

    // Nothing lives, nothing is left to undo, and its end is known.
    static bool IsAtRest(string id)
    {
        var files = new ContainerFiles(id);
        return File.Exists(files.Exit) && !File.Exists(files.Journal);
    }

    static void Collect(string id, List<string> said)
    {
        var files = new ContainerFiles(id);
        // One being made has no monitor yet: whoever makes it holds this lock.
        using var onlyUs = AllContainers.Lock();
        using var monitor = Directory.Exists(files.Run) ? FileLock.TryTake(files.Lock) : null;
        if (monitor is null && Directory.Exists(files.Run))
            return;
        if (Container.Find(id) is not { } container)
        {
            files.DeleteAll();
            said.Add($"{id[..Math.Min(12, id.Length)]}: removed, it was never finished");
            return;
        }
        var failures = new Journal(container).Undo();
        said.AddRange(failures);
        if (failures.Count > 0)
            return;
        bool remove = container.Remove || files.ReadProcess() is null && files.ReadExit() is null && !File.Exists(files.Log);
        if (!remove && files.ReadExit() is null)
            ContainerStatus.SaveExit(container, Unknown);
        if (remove)
            files.DeleteAll();
        else
            files.DeleteRun();
        said.Add($"{container.Name}: {(remove ? "removed" : "tidied up")}, its monitor was gone");
    }
}
