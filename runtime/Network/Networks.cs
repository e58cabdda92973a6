using Linux;

namespace Hull.Network;

/// <summary>Finds what --network names.</summary>
internal static class Networks
{
    public const string Folder = "/etc/cni/net.d";

    /// <summary>The network's configuration. Null for what has none: "none", "host", "ns:NAME".</summary>
    public static byte[]? Find(string network)
    {
        if (network is "none" or "host")
            return null;
        if (network.StartsWith("ns:", StringComparison.Ordinal))
        {
            CheckNamespace(network["ns:".Length..]);
            return null;
        }
        return DefaultNetwork.Conflist.ToArray();
    }

    static void CheckNamespace(string name)
    {
        if (!NamedNamespaces.IsName(name))
            throw new HullException($"invalid namespace name \"{name}\"");
        if (!NamedNamespaces.List().Any(ns => ns.Name == name && !ns.IsStale))
            throw new HullException($"there is no network namespace {name}; `netctl add {name}` makes one");
    }
}
