using System.Net;
using System.Net.Sockets;

namespace Netfilter.Iptables;

/// <summary>What becomes of a packet that a rule matches. Prints as iptables-save writes it.</summary>
public sealed record Target
{
    readonly string _text;

    Target(string text) => _text = text;

    public static readonly Target Accept = new("-j ACCEPT"), Drop = new("-j DROP"), Masquerade = new("-j MASQUERADE"), Return = new("-j RETURN");

    public static Target Jump(string chain) => new($"-j {chain}");

    /// <summary>Sets the mask's bits of the packet's mark to the value's.</summary>
    public static Target SetMark(uint value, uint mask) => new($"-j MARK --set-xmark 0x{value:x}/0x{mask:x}");

    public static Target Dnat(IPAddress to, ushort port) =>
        new($"-j DNAT --to-destination {(to.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{to}]" : to.ToString())}:{port}");

    public override string ToString() => _text;
}
