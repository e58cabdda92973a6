using System.Net;
using System.Net.Sockets;
using Cni;
using Netfilter.Nft;
using Plugins.Shared;

namespace Plugins.Firewall.Backends;

/// <summary>What a backend is to make for one attachment, or to find.</summary>
internal sealed record ContainerWall(NftSocket Nft, AttachmentKey Key, FirewallConfig Config)
{
    /// <summary>What the plugins before this one have made; refused where there is nothing.</summary>
    public CniResult Made { get; } = Config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "missing prevResult from earlier plugin");

    public string Owner => Shared.Owner.Of(Config.Name, Key);

    /// <summary>The container's, each once.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; } = AddressesOf(Config);

    /// <summary>The families that the container has addresses of.</summary>
    public IReadOnlyList<NftFamily> Families => FamiliesOf(Addresses);

    /// <summary>The bridge that the policy is about; null where everybody may come in.</summary>
    public string? GuardedBridge => Config.Policy == IngressPolicy.Open ? null : Config.Bridge;

    /// <summary>The addresses in the result that the plugin was given; none where it was given none.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(FirewallConfig config) =>
        config.PrevResult?.Ips.Select(ip => ip.Address.Address).Distinct().ToList() ?? [];

    public static IReadOnlyList<NftFamily> FamiliesOf(IReadOnlyList<IPAddress> addresses)
    {
        var families = new List<NftFamily>();
        foreach (var (family, of) in ((NftFamily, AddressFamily)[])[(NftFamily.Ipv4, AddressFamily.InterNetwork), (NftFamily.Ipv6, AddressFamily.InterNetworkV6)])
            if (addresses.Any(address => address.AddressFamily == of))
                families.Add(family);
        return families;
    }
}
