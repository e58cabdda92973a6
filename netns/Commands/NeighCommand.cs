using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl neigh: who has which address on a link, by ARP and neighbour discovery.</summary>
internal static class NeighCommand
{
    const string Form = "ADDRESS | proxy ADDRESS, [lladdr MAC] [nud permanent|noarp|stale|reachable|…] [router] [use] [managed] [extern_learn] [protocol PROTOCOL] dev NAME";

    public static Command Create() => WordVerb.Object("neigh", "Shows and changes what is known of neighbours.", ["neighbour", "neighbor", "n"],
        Change("add", $"Writes a neighbour down: {Form}. Example: netctl neigh add 10.1.0.7 lladdr 02:00:00:00:00:07 dev eth0", [], (socket, neighbour) => socket.Add(neighbour)),
        Change("change", $"Changes a neighbour that is known: {Form}", ["chg"], (socket, neighbour) => socket.Change(neighbour)),
        Change("replace", $"Writes a neighbour down, known or not: {Form}", [], (socket, neighbour) => socket.Replace(neighbour)),
        Change("delete", "Forgets a neighbour: ADDRESS dev NAME. Example: netctl neigh del 10.1.0.7 dev eth0", ["del"], (socket, neighbour) => socket.Delete(neighbour)),
        WordVerb.Verb("get", "Shows one neighbour: ADDRESS dev NAME, or proxy ADDRESS dev NAME. Example: netctl neigh get 10.1.0.7 dev eth0", [], NeighShow.RunGet),
        WordVerb.Verb("show", "Shows neighbours: [to] PREFIX, dev NAME, nud STATE|all, proxy. Example: netctl neigh show dev lo", ["list", "lst", "ls"], NeighShow.Run),
        WordVerb.Verb("flush", "Forgets the neighbours that the words of show mean, permanent ones only if asked for. Example: netctl neigh flush dev lo", [], NeighFlush.Run));

    static Command Change(string name, string description, IEnumerable<string> aliases, Action<RouteSocket, Neighbour> change) =>
        WordVerb.Verb(name, description, aliases, (parsed, words) =>
        {
            var wish = NeighbourWish.Read(words, parsed.Family());
            using var socket = parsed.OpenSocket();
            change(socket, wish.Neighbour(socket));
            return ExitCode.Ok;
        });
}
