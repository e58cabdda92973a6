using System.CommandLine;
using Cli;
using Netctl.Listings;
using Netfilter.Nft;
using Netfilter.Nft.Listing;

namespace Netctl.Commands;

/// <summary>netctl nft: the ruleset of a namespace, read from the kernel, as nft writes it.</summary>
internal static class NftCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words") { Arity = ArgumentArity.ZeroOrMore, Description = "list ruleset [FAMILY], list table [FAMILY] NAME; without any, all." };
        var nft = new Verb("nft", """
            Shows nftables as nft list ruleset does, without nft; with -a the kernel's handles too.

            A rule that holds what netctl does not know is shown as a comment that names it. JSON has tables with their sets and chains: family, name, handle, comment, flags; of a set
            type, size, timeout and its elements as text; of a chain type, hook, prio, policy and its rules, each with its text and comment, and what is unknown of it.
            """, "netctl nft list ruleset", "netctl -j nft list ruleset inet") { words };
        nft.SetAction(parsed => Run(parsed, new Words(parsed.GetValue(words) ?? [])));
        return nft;
    }

    static int Run(ParseResult parsed, Words words)
    {
        var (family, name) = Read(words);
        using var routes = parsed.OpenSocket();
        using var nft = parsed.Open(NftSocket.Open);
        var links = new LinkListing(routes);
        var tables = Ruleset.Read(nft, index => links.NameOf((int)index));
        var to = new Listing(parsed.Modes());
        var listing = new NftListing(to, parsed.WantsAll());
        int shown = 0;
        foreach (var table in tables)
            if ((family is null || table.Family == family) && (name is null || table.Name == name))
            {
                listing.Put(table);
                shown++;
            }
        if (name is not null && shown == 0) throw new CommandFailure(ExitCode.Own, $"There is no table {(family ?? NftFamily.Ipv4).Name()} {name}.");
        return to.Print();
    }

    // As nft: a table without a family is one of ip.
    static (NftFamily? Family, string? Table) Read(Words words)
    {
        if (!words.Any) return (null, null);
        if (!words.Take("list")) words.Take("show");
        if (words.Take("table"))
        {
            var family = FamilyIn(words) ?? NftFamily.Ipv4;
            string name = words.Value("name of a table");
            words.End();
            return (family, name);
        }
        if (words.Any && !words.Take("ruleset")) throw words.NotUnderstood();
        var only = FamilyIn(words);
        words.End();
        return (only, null);
    }

    static NftFamily? FamilyIn(Words words)
    {
        if (NftFamilyName.Find(words.Peek) is not { } family) return null;
        words.Value();
        return family;
    }
}
