using System.Net;
using System.Numerics;
using System.Text.Json;
using Cni;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp.Daemon;

/// <summary>What a server has granted: an address, for some time, and all that it told about the network. Times are since the machine's start.</summary>
internal sealed record LeaseTerms(IPAddress Address, IPAddress Server, byte[] ServerHardwareAddress, DhcpOptions Options, TimeSpan Granted)
{
    // What is asked for more often than this is asked by mistake, or to do harm.
    static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(2), s_unless = TimeSpan.FromHours(1);

    // So far away that nobody lives to see it, and yet arithmetic can go on.
    static readonly TimeSpan s_forever = TimeSpan.FromDays(365 * 100);

    TimeSpan Length => Limit(Options.Seconds(DhcpOptions.LeaseTime) ?? s_unless);

    /// <summary>When the address is not the container's any more.</summary>
    public TimeSpan Expiry => Granted + Length;

    /// <summary>T2: when to ask every server.</summary>
    public TimeSpan Rebinding => Granted + (Options.Seconds(DhcpOptions.RebindingTime) is { } told && told <= Length ? Limit(told) : Length * 0.875);

    /// <summary>T1: when to ask the server that granted it.</summary>
    public TimeSpan Renewal => Options.Seconds(DhcpOptions.RenewalTime) is { } told && Granted + told <= Rebinding ? Granted + Limit(told)
        : Granted + Length / 2 is var half && half <= Rebinding ? half : Rebinding;

    static TimeSpan Limit(TimeSpan time) => time < s_shortest ? s_shortest : time > s_forever ? s_forever : time;

    /// <summary>Null when the message is no grant: it lacks an address or a server.</summary>
    public static LeaseTerms? Of(DhcpMessage ack, byte[] from, TimeSpan now) =>
        ack.Options.Address(DhcpOptions.ServerIdentifier) is { } server && !ack.Yiaddr.Equals(IPAddress.Any)
            ? new(ack.Yiaddr, server, from, ack.Options, now)
            : null;

    /// <summary>Null when the server told none.</summary>
    public int? PrefixLength => Options[DhcpOptions.SubnetMask] is { Length: 4 } mask ? BitOperations.PopCount(BitConverter.ToUInt32(mask)) : null;

    /// <summary>In the terms of CNI.</summary>
    public CniResult Result() => new()
    {
        Ips = [new(new Cidr(Address, PrefixLength ?? 32), Options.Address(DhcpOptions.Router))],
        Routes = GrantedRoutes.In(Options),
        Dns = new()
        {
            Nameservers = [.. Options.Addresses(DhcpOptions.DomainNameServer).Select(server => server.ToString())],
            Domain = Text(DhcpOptions.DomainName),
        },
    };

    // Some servers end text with the NUL of the language they are written in. What is no name is left out: the text ends up in a resolv.conf.
    string Text(byte code)
    {
        string text = System.Text.Encoding.ASCII.GetString(Options[code] ?? []).TrimEnd('\0');
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? text : "";
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("address", Address.ToString());
        json.WriteString("server", Server.ToString());
        json.WriteString("serverMac", Convert.ToHexStringLower(ServerHardwareAddress));
        json.WriteString("options", Convert.ToHexStringLower(Options.Write()));
        json.WriteNumber("granted", (long)Granted.TotalSeconds);
    }

    /// <summary>Null when it is not whole.</summary>
    public static LeaseTerms? Read(ConfigObject json)
    {
        if (json.Address("address") is not { } address || json.Address("server") is not { } server || DaemonCall.Hex(json.String("serverMac")) is not { Length: > 0 } mac
            || DaemonCall.Hex(json.String("options")) is not { } field)
            return null;
        var options = new DhcpOptions();
        options.Read(field);
        return new(address, server, mac, options, TimeSpan.FromSeconds(json.Int("granted")));
    }
}
