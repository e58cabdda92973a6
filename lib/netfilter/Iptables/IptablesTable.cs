namespace Netfilter.Iptables;

/// <summary>One of iptables' tables as it is now, wherever the kernel keeps it.</summary>
public abstract class IptablesTable
{
    public abstract bool Has(string chain);

    /// <summary>The rules of a chain in their order; none when there is no such chain.</summary>
    public abstract IReadOnlyList<ListedRule> Rules(string chain);

    /// <summary>The same, with the specification of those whose words are known (<see cref="ListedRule.Specification"/>).</summary>
    public abstract IReadOnlyList<ListedRule> WrittenRules(string chain);

    /// <summary>The rules of all chains.</summary>
    public abstract IReadOnlyList<ListedRule> AllRules();

    /// <summary>Deletes rules, then whole chains, in one step. What is not there any more is no fault.</summary>
    public abstract void Delete(IReadOnlyCollection<ListedRule> rules, IReadOnlyCollection<string> chains);

    /// <summary>Deletes chains, and the jumps to them from the chains named.</summary>
    public void DeleteChains(IReadOnlyCollection<string> chains, params IEnumerable<string> jumpedToFrom) =>
        Delete([.. jumpedToFrom.SelectMany(Rules).Where(rule => rule.JumpsTo is { } target && chains.Contains(target))], chains);
}
