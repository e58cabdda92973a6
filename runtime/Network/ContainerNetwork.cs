using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>Makes a container's namespace and, by the CNI plugins of its network, the network inside; and takes both away.</summary>
internal static class ContainerNetwork
{
    public static void Attach(Container container, Journal journal)
    {
        if (container.OwnNamespace is not { } name)
            return;
        journal.Namespace();
        NamedNamespaces.Add(name);
    }

    public static void Detach(Container container)
    {
    }
}
