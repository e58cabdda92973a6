using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>The MAC address that a container's link is to have: asked for by capability or args first, then by CNI_ARGS, then by the configuration itself.</summary>
internal readonly struct RequestedMac(ConfigObject runtimeConfig, ConfigObject args, string configured = "")
{
    readonly string _asked = runtimeConfig.String("mac") is { Length: > 0 } asked ? asked : args.String("mac");

    /// <summary>Null for whichever the kernel draws by lot.</summary>
    public PhysicalAddress? By(CniArgs variable)
    {
        string text = _asked != "" ? _asked : variable["MAC"] ?? configured;
        return text == "" ? null : MacText.Parse(text)
            ?? throw new CniError(CniErrorCode.InvalidConfig, $"the MAC address {text} is not six bytes such as 02:42:0a:01:00:05");
    }
}
