using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// What a program in a named network namespace sees besides the network: a /sys that shows that network's devices, and the files of
/// /etc/netns/NAME in the place of those in /etc. <c>ip netns exec</c> arranges the same.
/// </summary>
public static class NamespaceSurroundings
{
    const string Sys = "/sys";

    /// <summary>
    /// Puts the calling thread into the namespace and into mounts of its own, for good. Returns, a sentence each, what could not be arranged
    /// and without which the program can run all the same.
    /// </summary>
    /// <param name="withSys">Whether /sys is to show the namespace's devices. Where nothing can be mounted there, it stays as it is.</param>
    public static IReadOnlyList<string> Enter(NetNamespace ns, string nameOrPath, bool withSys = true)
    {
        ns.Enter();
        CurrentProcess.Unshare(Namespaces.Mount);
        Mounts.Propagate("/", Propagation.Slave);

        var problems = new List<string>();
        Attempt(VrfGroup.Leave, problems);
        if (withSys)
            Attempt(() => ShowDevices(nameOrPath), problems);
        if (NamedNamespaces.IsName(nameOrPath))
            foreach (string file in Folder.Names(ConfigurationOf(nameOrPath)) ?? [])
                Attempt(() => Show($"{ConfigurationOf(nameOrPath)}/{file}", $"/etc/{file}"), problems);
        return problems;
    }

    internal static string ConfigurationOf(string name) => $"/etc/netns/{name}";

    // On a symbolic link, not on what it leads to: /etc/resolv.conf often leads to a file that its owner replaces, and what is mounted on that one is lost then.
    static void Show(string file, string at)
    {
        using var tree = Copy(file, $"bind {file} to {at}");
        Check(Libc.move_mount(tree, "", Libc.AT_FDCWD, at, Libc.MOVE_MOUNT_F_EMPTY_PATH), $"bind {file} to {at}");
    }

    static void Attempt(Action step, List<string> problems)
    {
        try { step(); }
        catch (LinuxException e) { problems.Add(e.Message); }
    }

    // A sysfs shows the devices of the namespace it was mounted in, so there must be a new one. What was mounted below the old one (control
    // groups, bpf, debugfs) does not belong to a network: it is taken along.
    static void ShowDevices(string name)
    {
        var mounts = MountPoint.List();
        MountPoint? old = null;
        foreach (var mount in mounts)
            if (mount.Path == Sys)
                old = mount;
        var below = new List<(string Path, FileDescriptor Tree)>();
        foreach (var mount in mounts)
            if (mount.ParentId == old?.Id)
                below.Add((mount.Path, Copy(mount.Path, $"keep {mount.Path}")));
        if (old is not null)
            Mounts.Detach(Sys);
        Mounts.Mount("sysfs", name, Sys, old is { IsReadOnly: true } ? MountFlags.ReadOnly : MountFlags.None);
        foreach (var (path, tree) in below)
            using (tree)
                Check(Libc.move_mount(tree, "", Libc.AT_FDCWD, path, Libc.MOVE_MOUNT_F_EMPTY_PATH), $"keep {path}");
    }

    static FileDescriptor Copy(string path, string doing) =>
        new(Check(Libc.open_tree(Libc.AT_FDCWD, path, Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC | Libc.AT_RECURSIVE), doing));
}
