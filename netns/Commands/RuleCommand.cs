using System.CommandLine;
using Linux;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl rule: which routing table is asked for which packet.</summary>
internal static class RuleCommand
{
    const string Form = """
        [not] [from PREFIX] [to PREFIX] [tos TOS] [fwmark MARK[/MASK]] [iif NAME] [oif NAME] [uidrange FROM-TO] [ipproto PROTOCOL] [sport PORTS] [dport PORTS] [tun_id NUMBER]
        [priority NUMBER] [protocol PROTOCOL] [realms REALMS] [table TABLE [suppress_prefixlength NUMBER] [suppress_ifgroup GROUP] | l3mdev | goto NUMBER | blackhole
        | unreachable | prohibit | nop]
        """;

    public static Command Create() => WordVerb.Object("rule",
        "Shows and changes the rules by which routing tables are chosen; IPv4's unless -6 or an address says otherwise.\n\nExample:\n  netctl rule", [],
        WordVerb.Verb("add", $"Adds a rule.\n\n{Form}\n\nExample:\n  netctl rule add from 10.1.0.0/16 table 100", [], Add),
        WordVerb.Verb("delete", $"Deletes a rule.\n\n{Form}\n\nExample:\n  netctl rule add from 10.1.0.0/16 table 100; netctl rule del from 10.1.0.0/16", ["del"], Delete),
        WordVerb.Verb("show", "Shows the rules, or those for which the words of add hold.\n\nExample:\n  netctl rule show table main", ["list", "lst", "ls"], Show),
        WordVerb.Verb("flush", "Deletes all rules but the first, those that lead to main and default too; with words, those for which they hold.\n\nExample:\n"
            + "  netctl rule flush protocol static", [], FlushAll));

    static int Add(ParseResult parsed, Words words)
    {
        var wish = RuleWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        socket.Add(wish.ToAdd());
        return ExitCode.Ok;
    }

    static int Delete(ParseResult parsed, Words words)
    {
        if (!words.Any) throw new CommandFailure(ExitCode.Own, "\"netctl rule delete\" requires arguments.");
        var wish = RuleWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        socket.Delete(wish.ToDelete());
        return ExitCode.Ok;
    }

    static int Show(ParseResult parsed, Words words)
    {
        var wish = RuleWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        var to = new Listing(parsed.Modes());
        foreach (var rule in socket.Rules.List(wish.Family))
            if (wish.Means(rule))
                RuleListing.Put(to, rule);
        return to.Print();
    }

    // The first one, of priority 0, leads to the local table: without it a machine does not even hear what is sent to it.
    static int FlushAll(ParseResult parsed, Words words)
    {
        var wish = RuleWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        return Flush.Rounds(parsed, "rules", 1, () =>
        {
            var asked = socket.Rules.List(wish.Family).FindAll(rule => rule.Priority is > 0 && wish.Means(rule));
            using var batch = socket.Batch();
            asked.ForEach(batch.Delete);
            batch.Commit(ignore: Errno.NoEntry);
            return asked.Count;
        });
    }
}
