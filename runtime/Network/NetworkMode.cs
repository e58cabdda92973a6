using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>What --network can be beside the name of a network: none, host, ns:NAME for a named namespace, container:NAME for another container's.</summary>
internal static class NetworkMode
{
    public const string None = "none", Host = "host";
    const string Namespace = "ns:", Container = "container:";

    /// <summary>Whether networks can be made for a container of this mode.</summary>
    public static bool HasNetworks(string mode) => IsOwn(mode) && mode != None;

    /// <summary>Whether the container has a namespace of its own.</summary>
    public static bool IsOwn(string mode) => mode != Host && !mode.StartsWith(Namespace, StringComparison.Ordinal) && !mode.StartsWith(Container, StringComparison.Ordinal);

    /// <summary>Whether the network is another container's, and with it the host name and the files of names.</summary>
    public static bool SharesContainer(string mode) => mode.StartsWith(Container, StringComparison.Ordinal);

    /// <summary>The name of the namespace that it shares; null for the host's.</summary>
    public static string? NamespaceOf(string mode) =>
        mode == Host ? null : mode.StartsWith(Namespace, StringComparison.Ordinal) ? mode[Namespace.Length..] : Shared(mode)!.NamespaceName;

    /// <summary>The container that it shares the namespace of; null when it shares no container's.</summary>
    public static Container? Shared(string mode) => mode.StartsWith(Container, StringComparison.Ordinal) ? AllContainers.Get(mode[Container.Length..]) : null;

    /// <summary>The mode as it is kept: names of containers can change hands, ids do not. Complains when there is nothing of that name to share.</summary>
    public static string Resolve(string mode)
    {
        if (mode.StartsWith(Namespace, StringComparison.Ordinal))
            CheckNamespace(mode[Namespace.Length..]);
        try
        {
            return Shared(mode) is { } shared ? Container + shared.Id : mode;
        }
        catch (HullException e)
        {
            throw new HullException($"--network {mode}: {e.Message}");   // it is the new container that cannot be, which is 125
        }
    }

    /// <summary>Complains when what it shares is not there now.</summary>
    public static void NeedUsable(string mode)
    {
        if (mode.StartsWith(Namespace, StringComparison.Ordinal))
            CheckNamespace(mode[Namespace.Length..]);
        if (Shared(mode) is { } shared && !ContainerStatus.Of(shared).IsAlive)
            throw new HullException($"container {shared.Name} is not running: it has no network to share");
    }

    static void CheckNamespace(string name)
    {
        if (!NamedNamespaces.IsName(name))
            throw new HullException($"invalid namespace name \"{name}\"");
        if (!NamedNamespaces.List().Any(ns => ns.Name == name && !ns.IsStale))
            throw new HullException($"there is no network namespace {name}; `netctl add {name}` makes one");
    }
}
