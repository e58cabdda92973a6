using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl route: the routing tables of a namespace.</summary>
internal static class RouteCommand
{
    const string Form = """
        [TYPE] default|ADDRESS[/LENGTH] [via [inet6] ADDRESS] [dev NAME] [src ADDRESS] [metric NUMBER] [table TABLE] [scope SCOPE] [proto PROTOCOL] [tos TOS] [realms REALMS]
        [mtu [lock] BYTES] [advmss BYTES] [initcwnd SEGMENTS] [hoplimit HOPS] [congctl NAME] [features ecn] [quickack 0|1] [rtt TIME] [onlink] [nhid NUMBER]
        [nexthop [via ADDRESS] [dev NAME] [weight NUMBER] [onlink]]... TYPE is unicast, blackhole, unreachable, prohibit, throw, local, broadcast, anycast or multicast.
        """;

    const string Shown = "[to] [root|match|exact] PREFIX, dev NAME, table TABLE|all, proto PROTOCOL, type TYPE, scope SCOPE, via ADDRESS, src ADDRESS, metric NUMBER, tos TOS.";

    const string Lo = "netctl route add 198.51.100.0/24 dev lo";

    public static Command Create() => WordVerb.Object("route",
        "Shows and changes routes; IPv4's unless -6 or an address says otherwise.\n\nExample:\n  netctl route\n  netctl -6 route", [],
        Change("add", $"Adds a route.\n\n{Form}\n\nExample:\n  netctl route add blackhole 198.51.100.0/24", [], (socket, route) => socket.Add(route)),
        Change("change", $"Changes a route that is there.\n\n{Form}\n\nExample:\n  {Lo}; netctl route change 198.51.100.0/24 dev lo mtu 1400", ["chg"],
            (socket, route) => socket.Change(route)),
        Change("replace", $"Adds a route, in the place of one to the same network if there is one.\n\n{Form}\n\nExample:\n  netctl route replace 198.51.100.0/24 dev lo", [],
            (socket, route) => socket.Replace(route)),
        Change("prepend", $"Adds a route before others to the same network.\n\n{Form}\n\nExample:\n  netctl route prepend 198.51.100.0/24 dev lo", [],
            (socket, route) => socket.Prepend(route)),
        Change("append", $"Adds a route after others to the same network.\n\n{Form}\n\nExample:\n  netctl route append 198.51.100.0/24 dev lo", [],
            (socket, route) => socket.Append(route)),
        Change("delete", $"Deletes a route; what is not said of it does not matter.\n\n{Form}\n\nExample:\n  {Lo}; netctl route del 198.51.100.0/24", ["del"],
            (socket, route) => socket.Delete(route), toDelete: true),
        WordVerb.Verb("show", $"Shows routes.\n\n{Shown}\n\nExample:\n  netctl route show table all", ["list", "lst", "ls"], RouteShow.Run),
        WordVerb.Verb("get", "Asks the kernel which way a packet would go.\n\nADDRESS [from ADDRESS] [iif NAME] [oif NAME] [mark NUMBER] [uid NUMBER] [tos TOS] [ipproto PROTOCOL] "
            + "[sport PORT] [dport PORT] [fibmatch]\n\nExample:\n  netctl route get 127.0.0.1", [], RouteGet.Run),
        WordVerb.Verb("flush", $"Deletes all routes that these words mean.\n\n{Shown}\n\nExample:\n  {Lo} table 100; netctl route flush table 100", [], RouteFlush.Run));

    static Command Change(string name, string description, IEnumerable<string> aliases, Action<RouteSocket, Route> change, bool toDelete = false) =>
        WordVerb.Verb(name, description, aliases, (parsed, words) =>
        {
            var wish = RouteWish.Read(words, parsed.Family());
            using var socket = parsed.OpenSocket();
            change(socket, wish.Route(socket, toDelete));
            return ExitCode.Ok;
        });
}
