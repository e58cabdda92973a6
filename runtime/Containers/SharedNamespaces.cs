using Hull.Bundle;
using Linux;

namespace Hull.Containers;

/// <summary>
/// Namespaces of other containers that a container is to share: in its bundle they stand as "container:ID", since what process that container is will be known,
/// each time anew, when it runs.
/// </summary>
internal sealed class SharedNamespaces : IDisposable
{
    public const string Prefix = "container:";

    readonly List<(string Kind, FileDescriptor File)> _list = [];

    public IReadOnlyList<(string Kind, FileDescriptor File)> List => _list;

    public static SharedNamespaces Open(BundleConfig bundle)
    {
        var shared = new SharedNamespaces();
        foreach (var ns in bundle.Namespaces.Where(ns => ns.Path.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var other = AllContainers.Get(ns.Path[Prefix.Length..]);
            shared._list.Add((ns.Type, Open(other, ns.Type)));
            if (ns.Type == "ipc")
                shared._list.Add(("shm", Open(other, "mnt")));   // by way of its mounts: shared memory is a file system
        }
        return shared;
    }

    static FileDescriptor Open(Container container, string kind)
    {
        var status = ContainerStatus.Of(container);
        using var process = status.Phase == Phase.Running ? ContainerStatus.FindProcess(container) : null;
        if (process is null)
            throw NotRunning(container, kind);
        var file = FileDescriptor.Open($"/proc/{status.Pid}/ns/{kind}");
        if (!process.WaitForEnd(TimeSpan.Zero))
            return file;   // the number still meant this process when it was opened
        file.Dispose();
        throw NotRunning(container, kind);
    }

    static HullException NotRunning(Container container, string kind) => new($"cannot join the {kind} namespace of container {container.Name}: it is not running");

    public void Dispose()
    {
        foreach (var (_, file) in _list)
            file.Dispose();
    }
}
