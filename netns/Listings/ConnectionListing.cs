using Netfilter.Conntrack;
using Netlink;

namespace Netctl.Listings;

/// <summary>A connection as conntrack(8) lists it.</summary>
internal static class ConnectionListing
{
    public static void Put(Listing to, Connection connection)
    {
        using var item = to.Item();
        bool isV4 = connection.Original.Source.Family() == Family.Ipv4;
        if (to.Modes.Json || to.Modes.Details)
        {
            to.Put("family", isV4 ? "ipv4" : "ipv6", isV4 ? "ipv4     " : "ipv6     ");
            to.Text(isV4 ? "2 " : "10 ");
        }
        to.Put("protocol", connection.ProtocolName, $"{connection.ProtocolName,-8} ");
        to.Put("protonum", connection.Protocol, $"{connection.Protocol} ");
        to.Put("timeout", connection.Timeout, $"{connection.Timeout} ");
        if (connection.State != "") to.Put("state", connection.State, $"{connection.State} ");
        PutDirection(to, "original", connection.Original, connection.Protocol, connection.OriginalTraffic);
        if (!connection.Status.HasFlag(ConnectionStatus.SeenReply)) to.Text("[UNREPLIED] ");
        PutDirection(to, "reply", connection.Reply, connection.Protocol, connection.ReplyTraffic);
        if (connection.Status.HasFlag(ConnectionStatus.Offload)) to.Text("[OFFLOAD] ");
        else if (connection.Status.HasFlag(ConnectionStatus.Assured)) to.Text("[ASSURED] ");
        to.Put("status", Names(connection.Status), "");
        to.Put("mark", connection.Mark, $"mark={connection.Mark} ");
        if (connection.ZoneNumber != 0) to.Put("zone", connection.ZoneNumber, $"zone={connection.ZoneNumber} ");
        if (connection.Start != 0) PutAge(to, connection.Start);
        to.Put("use", connection.Uses, $"use={connection.Uses} ");
        if (to.Modes.Json || to.Modes.Details) to.Put("id", connection.Number, $"id={connection.Number}");
        to.EndLine();
    }

    static void PutDirection(Listing to, string key, Direction direction, byte protocol, (ulong Packets, ulong Bytes)? traffic)
    {
        const int Tcp = 6, Udp = 17, Dccp = 33, Sctp = 132, UdpLite = 136;
        using var part = to.Object(key);
        to.Put("src", $"{direction.Source}", $"src={direction.Source} ");
        to.Put("dst", $"{direction.Destination}", $"dst={direction.Destination} ");
        if (protocol is Tcp or Udp or Dccp or Sctp or UdpLite)
        {
            to.Put("sport", direction.SourcePort, $"sport={direction.SourcePort} ");
            to.Put("dport", direction.DestinationPort, $"dport={direction.DestinationPort} ");
        }
        if (direction.Icmp is var (type, code, id))
        {
            to.Put("type", type, $"type={type} ");
            to.Put("code", code, $"code={code} ");
            to.Put("id", id, $"id={id} ");
        }
        if (traffic is not var (packets, bytes)) return;
        to.Put("packets", packets, $"packets={packets} ");
        to.Put("bytes", bytes, $"bytes={bytes} ");
    }

    static void PutAge(Listing to, ulong start)
    {
        const ulong NanosecondsPerSecond = 1_000_000_000;
        long age = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (long)(start / NanosecondsPerSecond), 0);
        to.Put("delta-time", age, $"delta-time={age} ");
    }

    static List<string> Names(ConnectionStatus status)
    {
        var names = new List<string>();
        foreach (var (flag, name) in s_statuses)
            if (status.HasFlag(flag))
                names.Add(name);
        return names;
    }

    static readonly (ConnectionStatus Flag, string Name)[] s_statuses =
    [
        (ConnectionStatus.Expected, "EXPECTED"), (ConnectionStatus.SeenReply, "SEEN_REPLY"), (ConnectionStatus.Assured, "ASSURED"), (ConnectionStatus.Confirmed, "CONFIRMED"),
        (ConnectionStatus.SourceNat, "SRC_NAT"), (ConnectionStatus.DestinationNat, "DST_NAT"), (ConnectionStatus.FixedTimeout, "FIXED_TIMEOUT"), (ConnectionStatus.Dying, "DYING"),
        (ConnectionStatus.Offload, "OFFLOAD"),
    ];

    /// <summary>The status that a word of conntrack(8) names; null when it names none.</summary>
    public static ConnectionStatus? FindStatus(string name)
    {
        foreach (var (flag, known) in s_statuses)
            if (known == name)
                return flag;
        return null;
    }
}
