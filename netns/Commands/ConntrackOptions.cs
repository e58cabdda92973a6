using System.CommandLine;
using System.Net;
using Netctl.Listings;
using Netfilter.Conntrack;
using Netlink;

namespace Netctl.Commands;

/// <summary>Which connections are meant, by the options of conntrack(8). -s, -d and -p are its own here, so that netctl's of these letters stand before the verb.</summary>
internal sealed class ConntrackOptions
{
    readonly Option<string?> _protocol = Of("--proto", "Of this protocol: tcp, udp, icmp or a number.", "PROTOCOL", "-p", "--protonum");
    readonly Option<string?> _source = Of("--orig-src", "From this address, or network.", "ADDRESS", "-s", "--src");
    readonly Option<string?> _destination = Of("--orig-dst", "To this address, or network.", "ADDRESS", "-d", "--dst");
    readonly Option<string?> _replySource = Of("--reply-src", "Answered from this address, or network.", "ADDRESS", "-r");
    readonly Option<string?> _replyDestination = Of("--reply-dst", "Answered to this address, or network.", "ADDRESS", "-q");
    readonly Option<string?> _sourcePort = Of("--orig-port-src", "From this port.", "PORT", "--sport");
    readonly Option<string?> _destinationPort = Of("--orig-port-dst", "To this port.", "PORT", "--dport");
    readonly Option<string?> _replySourcePort = Of("--reply-port-src", "Answered from this port.", "PORT");
    readonly Option<string?> _replyDestinationPort = Of("--reply-port-dst", "Answered to this port.", "PORT");
    readonly Option<string?> _state = Of("--state", "In this state of TCP, SCTP or DCCP: ESTABLISHED.", "STATE");
    readonly Option<string?> _status = Of("--status", "With this status: ASSURED, SEEN_REPLY, SRC_NAT, DST_NAT, UNSET.", "STATUS", "-u");
    readonly Option<string?> _mark = Of("--mark", "With this mark.", "NUMBER[/MASK]", "-m");
    readonly Option<string?> _zone = Of("--zone", "In this zone.", "NUMBER", "-w");
    readonly Option<string?> _family = Of("--family", "Of ipv4 or ipv6, as by -4 and -6.", "FAMILY", "-f");
    readonly Option<bool> _snat = new("--src-nat", "-g") { Description = "Whose source was translated." };
    readonly Option<bool> _dnat = new("--dst-nat") { Description = "Whose destination was translated." };

    static Option<string?> Of(string name, string description, string value, params string[] aliases) => new(name, aliases) { Description = description, HelpName = value };

    Option[] All =>
    [
        _protocol, _source, _destination, _replySource, _replyDestination, _sourcePort, _destinationPort, _replySourcePort, _replyDestinationPort, _state, _status, _mark, _zone,
        _family, _snat, _dnat,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>Whether any was given: nothing said means everything.</summary>
    public bool AreAny(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    public List<Connection> List(ParseResult parsed, ConntrackSocket socket)
    {
        var conditions = Conditions(parsed);
        return socket.ListAll(Family(parsed)).FindAll(connection => conditions.TrueForAll(holds => holds(connection)));
    }

    Family Family(ParseResult parsed) => parsed.GetValue(_family) switch
    {
        null => parsed.Family(),
        "ipv4" => Netlink.Family.Ipv4,
        "ipv6" => Netlink.Family.Ipv6,
        var other => throw Words.Wrong($"\"--family\" is ipv4 or ipv6, not \"{other}\""),
    };

    List<Predicate<Connection>> Conditions(ParseResult parsed)
    {
        var all = new List<Predicate<Connection>>();
        void Must<T>(Option<string?> option, Func<string, T> read, Func<Connection, T, bool> holds)
        {
            if (parsed.GetValue(option) is not { } word) return;
            var wanted = read(word);
            all.Add(connection => holds(connection, wanted));
        }
        Must(_protocol, Protocol, (connection, protocol) => connection.Protocol == protocol);
        Must(_source, Prefix, (connection, prefix) => prefix.Covers(connection.Original.Source));
        Must(_destination, Prefix, (connection, prefix) => prefix.Covers(connection.Original.Destination));
        Must(_replySource, Prefix, (connection, prefix) => prefix.Covers(connection.Reply.Source));
        Must(_replyDestination, Prefix, (connection, prefix) => prefix.Covers(connection.Reply.Destination));
        Must(_sourcePort, Port, (connection, port) => connection.Original.SourcePort == port);
        Must(_destinationPort, Port, (connection, port) => connection.Original.DestinationPort == port);
        Must(_replySourcePort, Port, (connection, port) => connection.Reply.SourcePort == port);
        Must(_replyDestinationPort, Port, (connection, port) => connection.Reply.DestinationPort == port);
        Must(_state, word => word, (connection, state) => connection.State == state);
        Must(_status, Status, (connection, status) => status == 0 ? !connection.Status.HasFlag(ConnectionStatus.SeenReply) : connection.Status.HasFlag(status));
        Must(_mark, Mark, (connection, mark) => (connection.Mark & mark.Mask) == mark.Value);
        Must(_zone, Number<ushort>, (connection, zone) => connection.ZoneNumber == zone);
        if (parsed.GetValue(_snat)) all.Add(connection => connection.IsSnat);
        if (parsed.GetValue(_dnat)) all.Add(connection => connection.IsDnat);
        return all;
    }

    static T Number<T>(string word) where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> =>
        Words.TryNumber(word, out T number) ? number : throw Words.Wrong($"\"{word}\" is no number from {T.MinValue} to {T.MaxValue}");

    static byte Protocol(string word) => word == "icmpv6" ? (byte)58 : RouteNames.IpProtocols.Find(word) is { } number ? (byte)number : Number<byte>(word);

    static ushort Port(string word) => Number<ushort>(word);

    static Prefix Prefix(string word) => AddressWords.PrefixIn(word, Netlink.Family.Any);

    static ConnectionStatus Status(string word) => word == "UNSET" ? ConnectionStatus.None
        : ConnectionListing.FindStatus(word) ?? throw Words.Wrong($"\"{word}\" is no status: ASSURED, SEEN_REPLY, SRC_NAT, DST_NAT, UNSET");

    static (uint Value, uint Mask) Mark(string word)
    {
        string[] parts = word.Split('/', 2);
        return (Number<uint>(parts[0]), parts.Length > 1 ? Number<uint>(parts[1]) : uint.MaxValue);
    }
}
