using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl addr: the addresses of a namespace's links.</summary>
internal static class AddrCommand
{
    const string Form = "[local] ADDRESS[/LENGTH] [peer ADDRESS] [broadcast ADDRESS|+|-] [scope SCOPE] [label LABEL] [metric NUMBER] [valid_lft SECONDS] "
        + "[preferred_lft SECONDS] [nodad|optimistic|home|mngtmpaddr|noprefixroute|autojoin]… dev NAME";

    public static Command Create() => WordVerb.Object("addr", "Shows and changes addresses.", ["a", "address"],
        WordVerb.Verb("add", $"Adds an address: {Form}. Example: netctl addr add 10.1.0.5/24 brd + dev lo", [],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Add(address))),
        WordVerb.Verb("change", $"Changes the lifetimes and flags of an address that is there: {Form}", ["chg"],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Change(address))),
        WordVerb.Verb("replace", $"Adds an address, or changes the one that is there: {Form}", [],
            (parsed, words) => AddrChange.Run(parsed, words, (socket, address) => socket.Replace(address))),
        WordVerb.Verb("delete", "Deletes an address: ADDRESS/LENGTH dev NAME. Example: netctl addr del 127.0.0.2/8 dev lo", ["del"], AddrDelete.Run),
        WordVerb.Verb("show", "Shows links with their addresses: [dev] NAME, to PREFIX, scope SCOPE, label PATTERN, up, type KIND, master NAME, permanent, dynamic, "
            + "tentative, deprecated, secondary … Example: netctl -br addr", ["list", "lst", "ls"], AddrShow.Run),
        WordVerb.Verb("flush", "Deletes all addresses that the words of show mean. Example: netctl addr flush dev lo scope global", [], AddrFlush.Run));
}
