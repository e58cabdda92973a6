using Linux;

namespace Hull.Containers;

/// <summary>All containers of this machine, running or not.</summary>
internal static class AllContainers
{
    /// <summary>The newest first.</summary>
    public static IReadOnlyList<Container> List() =>
        [.. Ids().Select(Container.Find).OfType<Container>().OrderByDescending(container => container.Created)];

    /// <summary>Those with a folder, even one that holds nothing yet.</summary>
    public static IEnumerable<string> Ids() => FoldersIn(ContainerFiles.AllContainers).Union(FoldersIn(ContainerFiles.RunRoot));

    static List<string> FoldersIn(string folder) => Folder.Folders(folder) ?? [];

    /// <summary>By name, by id, or by the beginning of an id that no other container shares.</summary>
    public static Container Get(string nameOrId)
    {
        var all = List();
        if (all.FirstOrDefault(container => container.Name == nameOrId || container.Id == nameOrId) is { } exact)
            return exact;
        var matches = nameOrId == "" ? [] : all.Where(container => container.Id.StartsWith(nameOrId, StringComparison.Ordinal)).ToList();
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new HullException($"No such container: {nameOrId}", exitCode: 1),
            _ => throw new HullException($"{nameOrId} is the beginning of {matches.Count} ids: give more of the one that is meant", exitCode: 1),
        };
    }

    /// <summary>Held while a container is made or removed, so that no two take one name.</summary>
    public static FileLock Lock()
    {
        Folder.Ensure(ContainerFiles.RunRoot, ContainerFiles.RootOnly);
        return FileLock.Take($"{ContainerFiles.RunRoot}/lock");
    }
}
