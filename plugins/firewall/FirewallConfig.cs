using Cni;
using Plugins.Shared;

namespace Plugins.Firewall;

/// <summary>What a chain may say of a container's firewall; README.md beside this file has the table.</summary>
internal sealed record FirewallConfig : PluginConfig
{
    public const string Nftables = "nftables", Iptables = "iptables", Firewalld = "firewalld";
    const string UsualAdminChain = "CNI-ADMIN", UsualZone = "trusted";

    readonly string _policy;

    public FirewallConfig(ConfigObject json) : base(json)
    {
        Backend = json.String("backend");
        AdminChain = json.String("iptablesAdminChainName") is { Length: > 0 } chain ? chain : UsualAdminChain;
        Zone = json.String("firewalldZone") is { Length: > 0 } zone ? zone : UsualZone;
        _policy = json.String("ingressPolicy");
        Policy = IngressPolicies.Find(_policy) ?? IngressPolicy.Open;
    }

    /// <summary>What is none of the three is for <see cref="Backends"/> to choose, as with the reference plugin.</summary>
    public string Backend { get; }

    /// <summary>The chain that an administrator of iptables owns.</summary>
    public string AdminChain { get; }

    /// <summary>The zone of firewalld that containers' addresses are put into.</summary>
    public string Zone { get; }

    public IngressPolicy Policy { get; }

    /// <summary>The link of the host that the container is behind: a bridge, or its own veth. Null when the result does not tell.</summary>
    public string? Bridge => BridgeProblem() is null ? PrevResult!.Interfaces[0].Name : null;

    /// <summary>The container's links on the host, by name; the bridge, too.</summary>
    public IReadOnlyList<string> HostLinks => [.. PrevResult?.Interfaces.Where(link => link.Sandbox == "").Select(link => link.Name) ?? []];

    protected override IEnumerable<string> OwnProblems()
    {
        if (IngressPolicies.Find(_policy) is null)
            yield return $"unknown ingress policy: \"{_policy}\"";
        if (Policy == IngressPolicy.Published && Backend != Nftables)
            yield return $"ingress policy \"{Policy.Name()}\" needs \"backend\": \"{Nftables}\"";
        if (!IsChainName(AdminChain))
            yield return $"iptablesAdminChainName is \"{AdminChain}\", not a chain's name: 1 to 28 letters, digits, '-', '_' and '.', with no '-' at its start";
        if (Policy != IngressPolicy.Open && PrevResult is not null && BridgeProblem() is { } problem)
            yield return problem;
    }

    // It becomes a word of a line that iptables-restore reads; 28 bytes is what iptables takes.
    static bool IsChainName(string name) => name.Length <= 28 && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    // The first of the result's interfaces, as the reference plugin has it.
    string? BridgeProblem() => PrevResult?.Interfaces switch
    {
        null or [] => $"interface needs to be set for ingress policy \"{Policy.Name()}\", make sure to chain \"firewall\" plugin with \"bridge\"",
        [{ Name: "" }, ..] => "got empty bridge name",
        [{ Sandbox: not "" } inside, ..] => $"ingress policy \"{Policy.Name()}\" is about the link on the host that a container is behind, and {inside.Name} is the container's own",
        [var first, ..] => LinkName.IsValid(first.Name) ? null : $"\"{first.Name}\" is no link's name",
    };
}
