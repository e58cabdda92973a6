using Hull.Bundle;
using Linux;

namespace Hull.Containers;

/// <summary>A device of the host's that a container is to have: --device HOST[:CONTAINER[:rwm]].</summary>
internal sealed record HostDevice(DeviceNode Node, string Access)
{
    // What is made anew in each container, or is none of a container's business.
    static readonly string[] s_notGiven = ["pts", "shm", "mqueue", "fd", "console", "hugepages", ".lxc", ".lxd-mounts", ".udev"];

    public DeviceRule Rule => new(Node.Type == 'b' ? 'b' : 'c', Node.Major, Node.Minor, Access);

    /// <summary>The devices that an argument names: one, or all that a folder has.</summary>
    public static IEnumerable<HostDevice> Parse(string text)
    {
        var parts = text.Split(':');
        var (host, place, access) = parts switch
        {
            [var one] => (one, one, "rwm"),
            [var one, var two] when IsAccess(two) => (one, one, two),
            [var one, var two] => (one, two, "rwm"),
            [var one, var two, var three] when IsAccess(three) => (one, two, three),
            _ => throw new HullException($"invalid device {text}: it reads HOST[:CONTAINER[:rwm]]"),
        };
        if (!host.StartsWith('/') || !place.StartsWith('/') || place.Split('/').Contains(".."))
            throw new HullException($"invalid device {text}: both paths are to be absolute");
        if (!Path.Exists(host))
            throw new HullException($"error gathering device information while adding custom device \"{host}\": no such file or directory");
        var found = Directory.Exists(host) ? Below(host, place, access, all: false).ToList() : Find(host, place, access) is { } device ? [device] : [];
        return found.Count > 0 ? found : throw new HullException($"error gathering device information while adding custom device \"{host}\": not a device node");
    }

    /// <summary>All that the host has, for a container that may do all that root may.</summary>
    public static IEnumerable<HostDevice> All() => Below("/dev", "/dev", "rwm", all: true);

    static bool IsAccess(string text) => text != "" && text.All("rwm".Contains);

    static IEnumerable<HostDevice> Below(string folder, string place, string access, bool all)
    {
        foreach (string name in (Folder.Names(folder) ?? []).Order(StringComparer.Ordinal))
        {
            string path = $"{folder}/{name}";
            if (all && s_notGiven.Contains(name) || File.ResolveLinkTarget(path, returnFinalTarget: false) is not null)
                continue;
            if (Directory.Exists(path))
                foreach (var below in Below(path, $"{place}/{name}", access, all: false))
                    yield return below;
            else if (Find(path, $"{place}/{name}", access) is { } device)
                yield return device;
        }
    }

    static HostDevice? Find(string path, string place, string access)
    {
        using var file = FileDescriptor.OpenPath(path);
        var entry = FolderEntry.Of(file);
        if (entry.Kind is not (FileKind.CharacterDevice or FileKind.BlockDevice))
            return null;
        var (owner, number) = (entry.Owner, entry.Device);
        return new(new(place, entry.Kind == FileKind.BlockDevice ? 'b' : 'c', (int)number.Major, (int)number.Minor, owner.Mode & 0x1ff, owner.User, owner.Group), access);
    }
}
