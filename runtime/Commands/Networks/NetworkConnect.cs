using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>hull network connect</summary>
internal static class NetworkConnect
{
    public static Command Create()
    {
        var ip = new Option<string?>("--ip") { Description = "Its IPv4 address there." };
        var ip6 = new Option<string?>("--ip6") { Description = "Its IPv6 address there." };
        var mac = new Option<string?>("--mac-address") { Description = "Its MAC address there." };
        var aliases = new Option<string[]>("--alias") { Description = "One more name that it is found by there." };
        var interfaceName = new Option<string?>("--interface-name") { Description = "What the interface is called; ethN without." };
        var priority = new Option<int>("--gw-priority") { Description = "Of a container's networks, the highest has the default route and the published ports." };
        var network = new Argument<string>("network") { Description = "The network's name or id." };
        var container = new Argument<string>("container") { Description = "The container's name or id." };
        var connect = new Verb("connect", "Puts a container into one more network, while it runs or before.", "hull network connect shop web")
        {
            ip, ip6, mac, aliases, interfaceName, priority, network, container,
        };
        connect.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            LiveNetwork.Connect(AllContainers.Get(parsed.GetRequiredValue(container)), new()
            {
                Network = KnownNetwork.Get(parsed.GetRequiredValue(network)).Name,
                IfName = parsed.GetValue(interfaceName) ?? "",
                Addresses =
                [
                    .. parsed.GetValue(ip) is { } four ? [NetworkUse.AddressOf("--ip", four)] : (System.Net.IPAddress[])[],
                    .. parsed.GetValue(ip6) is { } six ? [NetworkUse.AddressOf("ip6", six)] : (System.Net.IPAddress[])[],
                ],
                Mac = parsed.GetValue(mac) is { } address ? NetworkUse.MacOf(address) : null,
                Aliases = parsed.GetValue(aliases) ?? [],
                GatewayPriority = parsed.GetValue(priority),
            });
            return 0;
        });
        return connect;
    }
}
