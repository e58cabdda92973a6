using Netfilter.Nft;
using Netfilter.Nft.Listing;

namespace Netctl.Listings;

/// <summary>Tables of nftables as <c>nft list ruleset</c> writes them; with <paramref name="handles"/> as with its -a.</summary>
internal sealed class NftListing(Listing to, bool handles)
{
    string _before = "";   // between the parts of a table, an empty line

    public void Put(ListedTable table)
    {
        using var item = to.Item();
        to.Put("family", table.Family.Name(), $"table {table.Family.Name()} ");
        to.Put("name", table.Name, $"{table.Name} {{");
        PutHandle(table.Handle);
        to.EndLine();
        _before = "";
        if (table.IsDormant)
        {
            to.Put("flags", ["dormant"], "\tflags dormant\n");
            _before = "\n";
        }
        if (table.Comment is { } comment) to.Put("comment", comment, $"\tcomment \"{comment}\"\n");
        using (to.List("sets"))
            foreach (var set in table.Sets)
                if (!set.IsAnonymous) Put(set);
        using (to.List("chains"))
            foreach (var chain in table.Chains) Put(chain);
        to.Text("}\n");
    }

    void PutHandle(ulong handle)
    {
        if (handles || to.Modes.Json) to.Put("handle", handle, $" # handle {handle}");
    }

    void Begin(string word, string name, ulong handle)
    {
        to.Text($"{_before}\t{word} ");
        to.Put("name", name, $"{name} {{");
        PutHandle(handle);
        to.EndLine();
        _before = "\n";
    }

    void Put(ListedSet set)
    {
        using var item = to.Item();
        Begin(set.IsMap ? "map" : "set", set.Name, set.Handle);
        to.Put("type", set.Type, $"\t\ttype {set.Type}\n");
        if (set.SavesMemory) to.Put("policy", "memory", "\t\tpolicy memory\n");
        if (set.Size != 0) to.Put("size", set.Size, $"\t\tsize {set.Size}\n");
        if (set.Flags.Count > 0) to.Put("flags", set.Flags, $"\t\tflags {string.Join(',', set.Flags)}\n");
        if (set.Timeout is { } timeout) to.Put("timeout", timeout, $"\t\ttimeout {timeout}\n");
        if (set.Merges) to.Put("auto-merge", true, "\t\tauto-merge\n");
        if (set.Comment is { } comment) to.Put("comment", comment, $"\t\tcomment \"{comment}\"\n");
        var elements = set.Elements;
        if (elements.Count > 0) to.Put("elements", elements, $"\t\telements = {{ {Lines(elements, set.ElementsPerLine)} }}\n");
        to.Text("\t}\n");
    }

    static string Lines(IReadOnlyList<string> elements, int perLine) =>
        string.Join(",\n\t\t\t     ", elements.Chunk(perLine).Select(line => string.Join(", ", line)));

    void Put(ListedChain chain)
    {
        using var item = to.Item();
        Begin("chain", chain.Name, chain.Handle);
        if (chain.Comment is { } comment) to.Put("comment", comment, $"\t\tcomment \"{comment}\"\n");
        if (chain.Type != "")
        {
            to.Put("type", chain.Type, $"\t\ttype {chain.Type} ");
            to.Put("hook", chain.Hook, $"hook {chain.Hook} ");
            if (chain.Devices is [var only]) to.Put("dev", only, $"device \"{only}\" ");
            else if (chain.Devices.Count > 1) to.Put("devs", chain.Devices, $"devices = {{ {string.Join(", ", chain.Devices.Select(name => $"\"{name}\""))} }} ");
            to.Put("prio", chain.Priority, $"priority {chain.PriorityName}; ");
            to.Put("policy", chain.Policy, $"policy {chain.Policy};\n");
        }
        using (to.List("rules"))
            foreach (var rule in chain.Rules) Put(rule);
        to.Text("\t}\n");
    }

    // What is not all of a rule must not look like one: somebody might load it.
    void Put(ListedRuleText rule)
    {
        using var item = to.Item();
        to.Text("\t\t");
        if (rule.Unknown.Count > 0)
        {
            string unknown = string.Join(", ", rule.Unknown);
            to.Put("unknown", rule.Unknown, $"# a rule with what netctl does not know ({unknown}), the rest of it: ");
        }
        to.Put("text", rule.Text, rule.Text);
        if (rule.Comment is { } comment) to.Put("comment", comment, $" comment \"{comment}\"");
        PutHandle(rule.Handle);
        to.EndLine();
    }
}
