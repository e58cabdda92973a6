using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl addr: the addresses of a namespace's links.</summary>
internal static class AddrCommand
{
    const string Form = """
        [local] ADDRESS[/LENGTH] [peer ADDRESS[/LENGTH]] [broadcast ADDRESS|+|-] [anycast ADDRESS] [scope SCOPE] [label LABEL] [metric NUMBER] [valid_lft SECONDS]
        [preferred_lft SECONDS] [nodad] [optimistic] [home] [mngtmpaddr] [noprefixroute] [autojoin] dev NAME. Without a length the address is one alone: /32, or /128.
        """;

    const string Shown = "[dev] NAME, to PREFIX, scope SCOPE, label PATTERN, up, type KIND, master NAME, group GROUP, permanent, dynamic, tentative, deprecated, secondary, primary.";

    public static Command Create() => WordVerb.Object("addr", "Shows and changes addresses; alone it shows them.\n\nExample:\n  netctl addr\n  netctl -br addr", [],
        WordVerb.Verb("add", $"Adds an address.\n\n{Form}\n\nExample:\n  netctl addr add 10.1.0.5/24 brd + dev lo", [],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Add(address))),
        WordVerb.Verb("change", $"Changes the lifetimes and flags of an address that is there.\n\n{Form}\n\nExample:\n"
            + "  netctl addr add 10.1.0.5/24 dev lo; netctl addr change 10.1.0.5/24 dev lo valid_lft 600 preferred_lft 300", ["chg"],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Change(address))),
        WordVerb.Verb("replace", $"Adds an address, or changes the one that is there.\n\n{Form}\n\nExample:\n  netctl addr replace 10.1.0.5/24 dev lo", [],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Replace(address))),
        WordVerb.Verb("delete", "Deletes an address.\n\nADDRESS/LENGTH [peer ADDRESS] dev NAME\n\nExample:\n  netctl addr add 10.1.0.5/24 dev lo; netctl addr del 10.1.0.5/24 dev lo",
            ["del"], AddrDelete.Run),
        WordVerb.Verb("show", $"Shows links with their addresses.\n\n{Shown}\n\nExample:\n  netctl addr show dev lo\n  netctl addr show to 127.0.0.0/8", ["list", "lst", "ls"], AddrShow.Run),
        WordVerb.Verb("flush", $"Deletes all addresses that these words mean.\n\n{Shown}\n\nExample:\n  netctl addr flush dev lo scope global", [], AddrFlush.Run));
}
