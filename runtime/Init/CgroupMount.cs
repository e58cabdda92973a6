using Linux;

namespace Hull.Init;

/// <summary>
/// /sys/fs/cgroup as a container sees it: its own group of each hierarchy, and no other's. It is bound from the host's, so that it looks the same with and
/// without a control group namespace.
/// </summary>
internal static class CgroupMount
{
    public static void Make(OwnGroups groups, MountOptions options, FileDescriptor target)
    {
        var (v1, v2) = groups;
        if (v1.Count == 0 && v2 is not null)
        {
            Bind(v2, options, target);
            return;
        }
        // With the old hierarchies, and the new one beside them, a folder each.
        using var folder = DetachedMount.New("tmpfs", "cgroup", options.Set & ~MountAttributes.ReadOnly, ["mode=755", "size=64k"]);
        folder.Attach(target, "/sys/fs/cgroup");
        using var root = new RootFolder(RootFolder.PathOf(folder.Root)) { FollowLinks = false };
        foreach (var (name, group) in v1)
            using (var place = root.MakeFolder(name))
                Bind(group, options, place);
        if (v2 is not null)
            using (var place = root.MakeFolder("unified"))
                Bind(v2, options, place);
        folder.Set(options.Set & MountAttributes.ReadOnly);
    }

    static void Bind(string group, MountOptions options, FileDescriptor place)
    {
        using var bound = DetachedMount.Clone(group);
        bound.Set(options.Set, options.Clear);
        bound.Propagate(Propagation.Private, recursive: false);
        bound.Attach(place, "/sys/fs/cgroup");
    }
}
