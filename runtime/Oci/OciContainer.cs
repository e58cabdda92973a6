using System.Globalization;
using System.Text.RegularExpressions;
using Hull.Bundle;
using Linux;

namespace Hull.Oci;

/// <summary>
/// A container of hull oci: a folder below --root with the bundle's config.json as it was, what is known of the process, and, until it is started, the two pipes
/// by which init is told to go on, and tells how that went.
/// </summary>
internal sealed partial record OciContainer(string Root, string Id)
{
    public const string UsualRoot = "/run/hull-oci";
    const uint RootOnly = 0x1c0;   // 0700

    public string Folder => $"{Root}/{Id}";
    public string Go => $"{Folder}/go";
    public string Outcome => $"{Folder}/outcome";
    string Record => $"{Folder}/record";

    Cgroup? _cgroup;

    public required string Bundle { get; init; }
    public int Pid { get; init; }
    public ulong Ticks { get; init; }
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;
    public required string CgroupName { get; init; }

    /// <summary>Looked for once: that reads where all is mounted.</summary>
    public Cgroup Cgroup => _cgroup ??= Cgroup.Named(CgroupName);

    public BundleConfig Config => BundleReader.Read(Folder);

    /// <summary>creating, created, running, paused or stopped.</summary>
    public string Status => Pid == 0 ? "creating"
        : ProcessHandle.StartTime(Pid) != Ticks ? "stopped"
        : CgroupFreezer.Of(Cgroup)?.IsFrozen() == true ? "paused"
        : File.Exists(Go) ? "created" : "running";

    /// <summary>Its first process; null when that has ended.</summary>
    public ProcessHandle? Process => Pid == 0 ? null : ProcessHandle.Find(Pid, Ticks);

    /// <summary>Makes its folder, which must not be there, and keeps the configuration: what becomes of the bundle's is of no matter then.</summary>
    public static OciContainer Make(string root, string id, string bundle, byte[] config, string cgroup)
    {
        if (!Form().IsMatch(id) || id is "." or "..")
            throw new HullException($"invalid container id \"{id}\": it is made of letters, digits, _ + . and -", exitCode: 1);
        Linux.Folder.Ensure(root, RootOnly);
        var container = new OciContainer(root, id) { Bundle = bundle, CgroupName = cgroup };
        if (!Linux.Folder.TryMake(container.Folder, RootOnly))
            throw new HullException($"container with given ID already exists: {id}", exitCode: 1);
        using (var file = FileDescriptor.Create($"{container.Folder}/config.json", 0x180 /* 0600 */))
            file.Write(config);
        container.Save();
        return container;
    }

    /// <summary>All of it at once: others look while we write.</summary>
    public void Save()
    {
        SmallFile.Put($"{Record}.new", string.Create(CultureInfo.InvariantCulture, $"{Pid} {Ticks} {Created:O}\n{CgroupName}\n{Bundle}\n"), 0x180 /* 0600 */);
        File.Move($"{Record}.new", Record, overwrite: true);
    }

    public static OciContainer? Find(string root, string id)
    {
        if (!Form().IsMatch(id) || id is "." or ".." || SmallFile.Find($"{root}/{id}/record") is not { } text)
            return null;
        string[] lines = text.Split('\n', 4), process = lines[0].Split(' ');
        return new(root, id)
        {
            Pid = int.Parse(process[0], CultureInfo.InvariantCulture),
            Ticks = ulong.Parse(process[1], CultureInfo.InvariantCulture),
            Created = DateTimeOffset.Parse(process[2], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            CgroupName = lines[1],
            Bundle = lines[2],
        };
    }

    public static OciContainer Get(string root, string id) => Find(root, id) ?? throw new HullException($"container {id} does not exist", exitCode: 1);

    public static IEnumerable<OciContainer> List(string root) =>
        (Linux.Folder.Names(root) ?? []).Order(StringComparer.Ordinal).Select(id => Find(root, id)).OfType<OciContainer>();

    /// <summary>Removes what make made.</summary>
    public void Delete() => FolderTree.Delete(Folder);

    [GeneratedRegex(@"\A[A-Za-z0-9_+.-]{1,1024}\z")]
    private static partial Regex Form();
}
