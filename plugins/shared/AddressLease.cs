using Cni;

namespace Plugins.Shared;

/// <summary>Addresses from the network's address plugin, which is reached as the specification says.</summary>
internal static class AddressLease
{
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
