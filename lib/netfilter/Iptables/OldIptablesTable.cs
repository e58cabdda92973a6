namespace Netfilter.Iptables;

/// <summary>A table of the older ip_tables, which only its own programs can read and change.</summary>
internal sealed class OldIptablesTable(Iptables iptables, string name) : IptablesTable
{
    IReadOnlyList<string>? _lines;

    // Read once for however many questions: it takes a process.
    IReadOnlyList<string> Lines => _lines ??= iptables.SaveOld(name);

    public override bool Has(string chain) => Lines.Any(line => line.StartsWith($":{chain} ", StringComparison.Ordinal));

    public override IReadOnlyList<ListedRule> Rules(string chain) => [.. AllRules().Where(rule => rule.Chain == chain)];

    public override IReadOnlyList<ListedRule> WrittenRules(string chain) => Rules(chain);

    public override IReadOnlyList<ListedRule> AllRules() => [.. Lines.Select(ListedRule.Parse).OfType<ListedRule>()];

    public override void Delete(IReadOnlyCollection<ListedRule> rules, IReadOnlyCollection<string> chains)
    {
        var changes = new Changes(name);
        foreach (var rule in rules)
            changes.Delete(rule);
        foreach (string chain in chains.Where(Has))
            changes.Delete(chain);
        if (!changes.IsEmpty)
            iptables.RestoreOld(changes);
        _lines = null;
    }
}
