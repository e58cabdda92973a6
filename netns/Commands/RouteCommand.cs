using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl route: the routing tables of a namespace.</summary>
internal static class RouteCommand
{
<<<<<<< HEAD
    public static Command Create() => ShowVerb.Create("route", "Shows the routes of the main table.", Show);
=======
    const string Form = "[TYPE] default|ADDRESS[/LENGTH] [via [inet6] ADDRESS] [dev NAME] [src ADDRESS] [metric NUMBER] [table TABLE] [scope SCOPE] [proto PROTOCOL] "
        + "[mtu [lock] BYTES] [advmss BYTES] [onlink] [nexthop via ADDRESS dev NAME weight NUMBER]…; TYPE is unicast, blackhole, unreachable, prohibit, throw, local";
>>>>>>> b579b71 (netctl: addr, route, rule and neigh as ip has them)

    public static Command Create() => WordVerb.Object("route", "Shows and changes routes; IPv4's unless -6 or an address says otherwise.", ["r", "ro", "rou"],
        Change("add", $"Adds a route: {Form}. Example: netctl route add blackhole 198.51.100.0/24", [], (socket, route) => socket.Add(route)),
        Change("change", $"Changes a route that is there: {Form}", ["chg"], (socket, route) => socket.Change(route)),
        Change("replace", $"Adds a route, in the place of one to the same network if there is one: {Form}", [], (socket, route) => socket.Replace(route)),
        Change("prepend", $"Adds a route before others to the same network: {Form}", [], (socket, route) => socket.Prepend(route)),
        Change("append", $"Adds a route after others to the same network: {Form}", [], (socket, route) => socket.Append(route)),
        Change("delete", $"Deletes a route; what is not said of it does not matter: {Form}", ["del"], (socket, route) => socket.Delete(route), toDelete: true),
        WordVerb.Verb("show", "Shows routes: [to] [root|match|exact] PREFIX, dev NAME, table TABLE|all, proto PROTOCOL, type TYPE, scope SCOPE, via, src. "
            + "Example: netctl route show table all", ["list", "lst", "ls"], RouteShow.Run),
        WordVerb.Verb("get", "Asks the kernel which way a packet would go: ADDRESS [from ADDRESS] [iif NAME] [oif NAME] [mark NUMBER] [uid NUMBER] [tos TOS] "
            + "[ipproto PROTOCOL] [sport PORT] [dport PORT] [fibmatch]. Example: netctl route get 127.0.0.1", [], RouteGet.Run),
        WordVerb.Verb("flush", "Deletes all routes that the words of show mean. Example: netctl route flush table 100", [], RouteFlush.Run));

    static Command Change(string name, string description, IEnumerable<string> aliases, Action<RouteSocket, Route> change, bool toDelete = false) =>
        WordVerb.Verb(name, description, aliases, (parsed, words) =>
        {
            var wish = RouteWish.Read(words, parsed.Family());
            using var socket = parsed.OpenSocket();
            change(socket, wish.Route(socket, toDelete));
            return ExitCode.Ok;
        });
}
