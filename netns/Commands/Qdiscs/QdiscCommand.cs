using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl qdisc: what becomes of a link's packets before they leave, as tc qdisc has it.</summary>
internal static class QdiscCommand
{
    public static Command Create() => WordVerb.Object("qdisc", "Shows, adds and deletes queueing disciplines: token buckets, and the places for filters.", [],
    [
        WordVerb.Verb("add", """
            Adds a token bucket at a link's root, or the place for filters where packets come in (ingress), or come in and leave (clsact).

            qdisc add dev NAME root [handle N:] tbf rate RATE burst SIZE latency TIME|limit SIZE
            qdisc add dev NAME ingress|clsact
            qdisc add dev NAME root KIND
            """, [], QdiscChange.Add,
            "netctl link add v0 type veth", "netctl qdisc add dev v0 root tbf rate 1mbit burst 10kb latency 50ms"),
        WordVerb.Verb("replace", "Adds one, or changes the one that is there.", [], QdiscChange.Replace,
            "netctl link add v0 type veth", "netctl qdisc replace dev v0 root tbf rate 1mbit burst 10kb limit 20kb"),
        WordVerb.Verb("delete", "Deletes one.\n\nqdisc delete dev NAME root|ingress|clsact", [], QdiscChange.Delete,
            "netctl link add v0 type veth", "netctl qdisc add dev v0 clsact", "netctl qdisc delete dev v0 clsact"),
        WordVerb.Verb("show", "Shows them; with -s what they have sent and dropped.\n\nqdisc show [dev NAME] [root|ingress|clsact]", ["list", "lst", "ls"], QdiscShow.Run,
            "netctl -s qdisc show"),
    ]);
}
