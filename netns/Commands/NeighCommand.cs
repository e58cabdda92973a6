using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl neigh: who has which address on a link, by ARP and neighbour discovery.</summary>
internal static class NeighCommand
{
    const string Form = """
        ADDRESS|proxy ADDRESS [lladdr MAC] [nud STATE] [router] [use] [managed] [extern_learn] [protocol PROTOCOL] dev NAME. STATE is permanent, noarp, stale, reachable, none,
        incomplete, delay, probe or failed.
        """;

    const string Shown = "[to] PREFIX, dev NAME, nud STATE|all, master NAME, proxy, unused.";
    const string Seven = "2001:db8::7 lladdr 02:00:00:00:00:07 dev lo";

    public static Command Create() => WordVerb.Object("neigh", "Shows and changes what is known of neighbours.\n\nExample:\n  netctl neigh", [],
        Change("add", $"Writes a neighbour down.\n\n{Form}\n\nExample:\n  netctl neigh add {Seven}", [], (socket, neighbour) => socket.Add(neighbour)),
        Change("change", $"Changes a neighbour that is known.\n\n{Form}\n\nExample:\n  netctl neigh add {Seven}; netctl neigh change {Seven} nud stale", ["chg"],
            (socket, neighbour) => socket.Change(neighbour)),
        Change("replace", $"Writes a neighbour down, known or not.\n\n{Form}\n\nExample:\n  netctl neigh replace {Seven}", [], (socket, neighbour) => socket.Replace(neighbour)),
        Change("delete", $"Forgets a neighbour.\n\nADDRESS dev NAME\n\nExample:\n  netctl neigh add {Seven}; netctl neigh del 2001:db8::7 dev lo", ["del"],
            (socket, neighbour) => socket.Delete(neighbour)),
        WordVerb.Verb("get", $"Shows one neighbour.\n\n[proxy] ADDRESS dev NAME\n\nExample:\n  netctl neigh add {Seven}; netctl neigh get 2001:db8::7 dev lo", [], NeighShow.RunGet),
        WordVerb.Verb("show", $"Shows neighbours.\n\n{Shown}\n\nExample:\n  netctl neigh show dev lo", ["list", "lst", "ls"], NeighShow.Run),
        WordVerb.Verb("flush", $"Forgets the neighbours that these words mean; permanent ones only if their state is asked for.\n\n{Shown}\n\nExample:\n  netctl neigh flush dev lo", [],
            NeighFlush.Run));

    static Command Change(string name, string description, IEnumerable<string> aliases, Action<RouteSocket, Neighbour> change) =>
        WordVerb.Verb(name, description, aliases, (parsed, words) =>
        {
            var wish = NeighbourWish.Read(words, parsed.Family());
            using var socket = parsed.OpenSocket();
            change(socket, wish.Neighbour(socket));
            return ExitCode.Ok;
        });
}
