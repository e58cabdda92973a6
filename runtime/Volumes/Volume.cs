using System.Text.RegularExpressions;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Volumes;

/// <summary>A folder of files that containers share and that outlives them; where docker has it, in volumes/NAME/_data.</summary>
internal sealed partial record Volume(string Name)
{
    const string Root = $"{ContainerFiles.StoreRoot}/volumes";

    string Folder => $"{Root}/{Name}";

    public string Data => $"{Folder}/_data";

    public DateTimeOffset Created => Directory.GetCreationTimeUtc(Folder);

    string LabelFile => $"{Folder}/labels";

    /// <summary>What its maker noted of it.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get
        {
            var labels = new Dictionary<string, string>();
            foreach (string line in (SmallFile.Find(LabelFile) ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries))
                labels[line.Split('=', 2)[0]] = line.Contains('=') ? line.Split('=', 2)[1] : "";
            return labels;
        }
    }

    /// <param name="labels">NAME=value each.</param>
    public void SetLabels(IEnumerable<string> labels) =>
        AtomicFile.Write(LabelFile, System.Text.Encoding.UTF8.GetBytes(string.Join('\0', labels)), 0x180 /* 0600 */);

    /// <summary>Makes it unless it is there.</summary>
    public static Volume Ensure(string name)
    {
        if (!Form().IsMatch(name))
            throw new HullException($"invalid volume name \"{name}\": it begins with a letter or digit and goes on with those, _ . and -");
        var volume = new Volume(name);
        Linux.Folder.Ensure(Root, ContainerFiles.RootOnly);
        bool isNew = !Directory.Exists(volume.Folder);
        Linux.Folder.Ensure(volume.Folder, ContainerFiles.RootOnly);
        Linux.Folder.Ensure(volume.Data);
        if (isNew) Happened.To(volume, "create");
        return volume;
    }

    /// <summary>One whose name nobody chose.</summary>
    public static Volume Draw() => Ensure(KernelRandom.Hex(32));

    /// <summary>By name.</summary>
    public static IReadOnlyList<Volume> List() => Directory.Exists(Root)
        ? [.. Directory.EnumerateDirectories(Root).Select(folder => new Volume(Path.GetFileName(folder))).OrderBy(volume => volume.Name, StringComparer.Ordinal)]
        : [];

    public static Volume Get(string name) => Form().IsMatch(name) && Directory.Exists(new Volume(name).Data)
        ? new Volume(name)
        : throw new HullException($"there is no volume {name}; `hull volume ls` lists those there are", exitCode: 1);

    /// <summary>Null when no container has it.</summary>
    public Container? User => AllContainers.List().FirstOrDefault(container => container.Volumes.Contains(Name));

    /// <summary>Call it with the containers' lock held.</summary>
    public void Delete()
    {
        if (User is { } user)
            throw new HullException($"cannot remove volume {Name}: container {user.Name} has it; remove that one first (hull rm {user.Name})", exitCode: 1);
        FolderTree.Delete(Folder);
    }

    /// <summary>Removes those volumes of a container that is gone that nobody chose a name for, and nobody else has.</summary>
    public static void DeleteUnnamed(Container gone)
    {
        using var onlyUs = AllContainers.Lock();
        foreach (var volume in gone.Volumes.Where(Archives.Digest.IsHex).Select(name => new Volume(name)).Where(volume => volume.User is null))
        {
            FolderTree.Delete(volume.Folder);
            Happened.To(volume, "destroy");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,254}\z")]
    private static partial Regex Form();
}
