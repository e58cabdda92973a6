using Cni;
using Netfilter.Nft;

namespace Plugins.Portmap;

/// <summary>
/// The rules that lead to the ports of networks with conditions: one rule for each such network and family, made by its first ADD, so that
/// only this one starts the nft program. Conditions of one network are nothing to another.
/// </summary>
internal static class ConditionalRules
{
    /// <summary>Has the network's conditions lead to its own ports, in place of what it had as conditions before.</summary>
    public static void Ensure(NftSocket nft, Chain conditional, Conditions conditions, NftFamily family)
    {
        var before = Of(nft, conditional, conditions, family);
        string comment = Comment(conditions, family);
        if (before is [var only] && only.Comment == comment)
            return;
        try
        {
            NftProgram.Run(Script(conditional, conditions, family, before, comment));
        }
        catch (NftProgramException e)
        {
            string key = family == NftFamily.Ipv4 ? "conditionsV4" : "conditionsV6";
            throw new CniError(CniErrorCode.InvalidConfig, $"nft does not take {key} \"{string.Join(' ', conditions.Of(family))}\"", e.Message);
        }
    }

    /// <summary>Throws unless the network's conditions are those that lead to its ports.</summary>
    public static void Require(NftSocket nft, Chain conditional, Conditions conditions, NftFamily family)
    {
        string comment = Comment(conditions, family);
        if (!Of(nft, conditional, conditions, family).Exists(rule => rule.Comment == comment))
            throw new CniError(CniErrorCode.Internal, $"nft {conditional} has no rule with the conditions \"{string.Join(' ', conditions.Of(family))}\"",
                $"its comment is \"{comment}\"");
    }

    /// <summary>The rules for a network, whatever its conditions were.</summary>
    public static List<Rule> Of(NftSocket nft, Chain conditional, Conditions conditions, NftFamily family)
    {
        string chain = $"conditional{PortTable.Digit(family)}{conditions.OwnSuffix}";
        return nft.List(conditional).FindAll(rule => rule.LeadsTo == chain);
    }

    static string Comment(Conditions conditions, NftFamily family) => $"conditions {conditions.Fingerprint(family)}";

    // A family's conditions are asked of its own packets alone, which nft cannot know in a table for both.
    static string Script(Chain conditional, Conditions conditions, NftFamily family, List<Rule> before, string comment)
    {
        string table = $"{conditional.Table.Of.Name()} {conditional.Table.Name}", digit = PortTable.Digit(family), suffix = conditions.OwnSuffix;
        string inner = $"{table} conditional{digit}{suffix}", byAddress = $"ports{digit}_by_address{suffix}", byPort = $"ports{digit}{suffix}";
        var lines = new List<string>
        {
            $"add chain {table} {byAddress}", $"add chain {table} {byPort}", $"add chain {inner}", $"flush chain {inner}",
            $"add rule {inner} jump {byAddress}", $"add rule {inner} jump {byPort}",
        };
        foreach (var rule in before)
            lines.Add($"delete rule {table} {conditional.Name} handle {rule.Handle}");
        string words = string.Join(' ', conditions.Of(family));
        lines.Add($"add rule {table} {conditional.Name} meta nfproto ipv{digit} {words} jump conditional{digit}{suffix} comment \"{comment}\"");
        return string.Concat(lines.Select(line => line + '\n'));
    }
}
