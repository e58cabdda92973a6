using Cni;

namespace Plugins.Shared;

/// <summary>Addresses from the network's address plugin, which is reached as the specification says.</summary>
internal static class AddressLease
{
    // They look into configurations and files, and so are asked before anything is made that would have to be taken back.
    static readonly string[] s_content = ["host-local", "static"];

    /// <summary>
    /// Whether the address plugin is to find the container's link there, joined to its network: dhcp speaks over it, and of a plugin that is not ours
    /// nobody knows. Then the link comes before ADD, and goes after DEL and GC.
    /// </summary>
    public static bool NeedsLink(PluginConfig config) => config.Ipam is { Type: not "" } ipam && !s_content.Contains(ipam.Type);

    /// <summary>Has addresses given out; <paramref name="undo"/> gives them back. The network's own name servers, if it has any, are the ones to use.</summary>
    public static CniResult Take(CniCommand command, PluginConfig config, Undo undo)
    {
        var ipam = command.Delegate(config.Ipam!.Type);
        var leased = ipam.Add();
        undo.Add(ipam.Del);
        return leased.Ips.Count == 0
            ? throw new CniError(CniErrorCode.Internal, "IPAM plugin returned missing IP config")
            : leased with { Dns = config.Dns.IsEmpty ? leased.Dns : config.Dns };
    }
}
