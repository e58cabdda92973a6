using System.Net;
using System.Net.Sockets;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>The -o settings of a network: docker's names, podman's, and short ones.</summary>
internal static class NetworkSettings
{
    public const string Words = "bridge=NAME, mtu=BYTES (68 to 65535), parent=LINK, mode=MODE, isolate=BOOL, or docker's com.docker.network.bridge.name, .enable_icc, .enable_ip_masquerade and .host_binding_ipv4";

    const string Docker = "com.docker.network.";

    /// <summary>A network with settings applied, which it keeps as they were given.</summary>
    public static NewNetwork Apply(NewNetwork network, IEnumerable<string> settings)
    {
        var kept = new Dictionary<string, string>();
        foreach (string setting in settings)
        {
            if (setting.Split('=', 2) is not [var name, var value] || With(network, name, value) is not { } changed)
                throw new HullException($"-o {setting} is not understood: it reads {Words}");
            (network, kept[name]) = (changed, value);
        }
        return network with { Options = kept };
    }

    // Null: not understood.
    static NewNetwork? With(NewNetwork network, string name, string value) => name switch
    {
        "bridge" or Docker + "bridge.name" => InterfaceNames.IsValid(value) ? network with { BridgeName = value } : null,
        "mtu" or Docker + "driver.mtu" => int.TryParse(value, out int bytes) && bytes is >= 68 and <= 65535 ? network with { Mtu = bytes } : null,
        "parent" => InterfaceNames.IsValid(value) ? network with { Parent = value } : null,
        "mode" or "macvlan_mode" or "ipvlan_mode" => network with { Mode = value },
        "isolate" => Bool(value) is { } isolated ? network with { Policy = isolated ? NewNetwork.Isolated : NewNetwork.Open } : null,
        Docker + "bridge.enable_icc" => Bool(value) is { } together ? network with { IsCommon = together } : null,
        Docker + "bridge.enable_ip_masquerade" => Bool(value) is { } masqueraded ? network with { IsMasqueraded = masqueraded } : null,
        HullRecord.HostBinding => IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? network : null,
        _ => null,
    };

    static bool? Bool(string value) => value.ToLowerInvariant() switch { "true" or "1" or "yes" => true, "false" or "0" or "no" => false, _ => null };
}
