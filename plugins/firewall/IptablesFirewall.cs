using System.Net;
using Cni;
using Netfilter.Iptables;
using Netfilter.Nft;
using Plugins.Shared;
using Rule = Netfilter.Iptables.Rule;

namespace Plugins.Firewall;

/// <summary>
/// The reference plugin's rules. What is there is read, and removed, without a process where iptables keeps its rules in nf_tables; what is missing is made by one
/// iptables-restore for each family.
/// </summary>
internal sealed class IptablesFirewall(NftSocket nft, string adminChain)
{
    static readonly IngressPolicy[] s_policies = [IngressPolicy.SameBridge, IngressPolicy.Isolated];

    /// <summary>Why there can be no such rules here, of either family; null when there can.</summary>
    public static string? Problem() =>
        Iptables.Ipv4.Unusable(ForwardChains.Table, ForwardChains.Entry) is { } v4 && Iptables.Ipv6.Unusable(ForwardChains.Table, ForwardChains.Entry) is { } v6
            ? $"neither iptables nor ip6tables is usable, (iptables) {v4}, (ip6tables) {v6}" : null;

    public static bool IsInstalled => IptablesFamilies.All.Any(program => program.IsInstalled);

    /// <summary>Makes what is missing, in both families or in none.</summary>
    /// <param name="addresses">The container's; none to make but what is about its bridge.</param>
    /// <param name="families">The families that the container has addresses of.</param>
    /// <param name="bridge">The bridge that the policy is about; null with <see cref="IngressPolicy.Open"/>.</param>
    public void Add(IReadOnlyList<IPAddress> addresses, IReadOnlyList<NftFamily> families, IngressPolicy policy, string? bridge)
    {
        using var undo = new Undo();
        undo.Add(() => Remove(addresses));
        foreach (var program in Programs(families, policy))
            program.Restore(() => Missing(program, addresses, policy, bridge));
        undo.Complete();
    }

    // A family that nobody has the program for has no rules that a container must be let past; but nor can it keep anybody out.
    static IEnumerable<Iptables> Programs(IReadOnlyList<NftFamily> families, IngressPolicy policy)
    {
        var wanted = IptablesFamilies.All.Where(program => families.Contains(program.Family));
        return policy == IngressPolicy.Open && wanted.Any(program => program.IsInstalled) ? wanted.Where(program => program.IsInstalled) : wanted;
    }

    Changes Missing(Iptables program, IReadOnlyList<IPAddress> addresses, IngressPolicy policy, string? bridge)
    {
        var table = program.Table(ForwardChains.Table, nft);
        var changes = new Changes(ForwardChains.Table);
        var own = Of(addresses, program.Family);
        if (own.Any())
            AddContainer(changes, table, own);
        if (bridge is not null)
            AddBridge(changes, table, policy, bridge);
        return changes;
    }

    static IEnumerable<IPAddress> Of(IReadOnlyList<IPAddress> addresses, NftFamily family) =>
        addresses.Where(address => address.AddressFamily == (family == NftFamily.Ipv4 ? System.Net.Sockets.AddressFamily.InterNetwork : System.Net.Sockets.AddressFamily.InterNetworkV6));

    void AddContainer(Changes changes, IptablesTable table, IEnumerable<IPAddress> addresses)
    {
        foreach (string chain in (string[])[ForwardChains.Own, adminChain])
            if (!table.Has(chain))
                changes.Create(chain);
        if (!table.Rules(ForwardChains.Entry).Any(rule => rule.JumpsTo == ForwardChains.Own))
            changes.Insert(ForwardChains.Jump);
        var there = table.WrittenRules(ForwardChains.Own);
        if (!there.Any(rule => rule.JumpsTo == adminChain))
            changes.Insert(ForwardChains.AdminJump(adminChain));
        foreach (var rule in addresses.SelectMany(ForwardChains.ForContainer))
            if (!IsAmong(there, rule))
                changes.Append(rule);
    }

    static void AddBridge(Changes changes, IptablesTable table, IngressPolicy policy, string bridge)
    {
        foreach (string stage in (string[])[ForwardChains.Stage1, ForwardChains.Stage2])
            if (!table.Has(stage))
                changes.Create(stage);
        if (!table.Rules(ForwardChains.Entry).Any(rule => rule.JumpsTo == ForwardChains.Stage1))
            changes.Insert(ForwardChains.Stage1Jump);
        foreach (string stage in (string[])[ForwardChains.Stage1, ForwardChains.Stage2])
        {
            var there = table.WrittenRules(stage);
            foreach (var rule in ForwardChains.ForBridge(bridge, policy).Where(rule => rule.Chain == stage && !IsAmong(there, rule)).Reverse())
                changes.Insert(rule);
            if (!IsAmong(there, ForwardChains.Return(stage)))
                changes.Append(ForwardChains.Return(stage));
        }
    }

    static bool IsAmong(IReadOnlyList<ListedRule> there, Rule wanted) => there.Any(rule => rule.Specification == wanted.Specification);

    /// <summary>Throws the first rule that is missing.</summary>
    /// <inheritdoc cref="Add" path="/param"/>
    public void Check(IReadOnlyList<IPAddress> addresses, IReadOnlyList<NftFamily> families, IngressPolicy policy, string? bridge)
    {
        foreach (var program in Programs(families, policy))
        {
            var table = program.Table(ForwardChains.Table, nft);
            Rule[] container = [.. Of(addresses, program.Family).SelectMany(ForwardChains.ForContainer)];
            Rule[] ofContainer = container.Length == 0 ? [] : [ForwardChains.Jump, ForwardChains.AdminJump(adminChain), .. container];
            Rule[] ofBridge = bridge is null ? []
                : [ForwardChains.Stage1Jump, .. ForwardChains.ForBridge(bridge, policy), ForwardChains.Return(ForwardChains.Stage1), ForwardChains.Return(ForwardChains.Stage2)];
            RequireRules(program, table, [.. ofContainer, .. ofBridge]);
        }
    }

    static void RequireRules(Iptables program, IptablesTable table, Rule[] wanted)
    {
        var chains = wanted.GroupBy(rule => rule.Chain).ToList();
        if (chains.Find(chain => !table.Has(chain.Key)) is { } lost)
            throw new CniError(CniErrorCode.Internal, $"chain {lost.Key} is missing in table {ForwardChains.Table} of {program.Name}");
        foreach (var chain in chains)
            if (table.WrittenRules(chain.Key) is var there && chain.FirstOrDefault(rule => !IsAmong(there, rule)) is { } missing)
                throw new CniError(CniErrorCode.Internal, $"{program.Name} rule \"{missing}\" is missing");
    }

    /// <summary>Removes what is about the addresses, in whichever form of iptables it is.</summary>
    public void Remove(IReadOnlyCollection<IPAddress> addresses)
    {
        var unwanted = new List<Rule>();
        foreach (var address in addresses)
            unwanted.AddRange(ForwardChains.ForContainer(address));
        if (unwanted.Count > 0)
            ForEachTable(table => Delete(table, Among(unwanted, table.WrittenRules(ForwardChains.Own))));
    }

    /// <summary>Removes what is about the bridge, unless it is used.</summary>
    public void Release(string bridge, Func<bool> isUsed) => ForEachTable(table =>
    {
        var rules = Unwanted(table, bridge);
        if (rules.Count > 0 && !isUsed())
            Delete(table, rules);
    });

    static List<ListedRule> Unwanted(IptablesTable table, string bridge)
    {
        var unwanted = new List<Rule>();
        foreach (var policy in s_policies)
            unwanted.AddRange(ForwardChains.ForBridge(bridge, policy));
        var found = Among(unwanted, table.WrittenRules(ForwardChains.Stage1));
        found.AddRange(Among(unwanted, table.WrittenRules(ForwardChains.Stage2)));
        return found;
    }

    static List<ListedRule> Among(List<Rule> unwanted, IReadOnlyList<ListedRule> there)
    {
        var found = new List<ListedRule>();
        var texts = new HashSet<string>();
        foreach (var rule in unwanted)
            texts.Add(rule.ToString());
        foreach (var rule in there)
            if (rule.Specification is { } text && texts.Contains($"-A {rule.Chain} {text}"))
                found.Add(rule);
        return found;
    }

    /// <summary>The bridges that something is about.</summary>
    public IReadOnlyList<string> Bridges()
    {
        var bridges = new HashSet<string>();
        ForEachTable(table => bridges.UnionWith(table.WrittenRules(ForwardChains.Stage2).Select(ForwardChains.BridgeOf).OfType<string>()));
        return [.. bridges];
    }

    static void Delete(IptablesTable table, IReadOnlyCollection<ListedRule> rules)
    {
        if (rules.Count > 0)
            table.Delete(rules, []);
    }

    void ForEachTable(Action<IptablesTable> work) => IptablesFamilies.ForEachTable(ForwardChains.Table, nft, work);
}
