using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>A chain as nft shows it.</summary>
public sealed class ListedChain
{
    internal ListedChain(ListedAttributes attributes, NftFamily family)
    {
        Family = family;
        Table = attributes.Text(NFTA_CHAIN.TABLE);
        Name = attributes.Text(NFTA_CHAIN.NAME);
        Handle = attributes.Long(NFTA_CHAIN.HANDLE);
        Comment = Nft.Comment.Read(attributes.Bytes(NFTA_CHAIN.USERDATA));
        if (!attributes.Has(NFTA_CHAIN.HOOK)) return;
        var hook = attributes.Nest(NFTA_CHAIN.HOOK);
        Type = attributes.Text(NFTA_CHAIN.TYPE);
        Hook = HookName(hook.Number(NFTA_HOOK.HOOKNUM));
        Priority = (int)hook.Number(NFTA_HOOK.PRIORITY);
        Policy = attributes.Number(NFTA_CHAIN.POLICY) == Verdict.DropCode ? "drop" : "accept";
        Devices = hook.Has(NFTA_HOOK.DEV) ? [hook.Text(NFTA_HOOK.DEV)] : DevicesIn(hook);
    }

    public NftFamily Family { get; }
    public string Table { get; }
    public string Name { get; }
    public ulong Handle { get; }
    public string? Comment { get; }

    /// <summary>filter, nat or route; "" of a chain that packets come to by a jump only.</summary>
    public string Type { get; } = "";
    public string Hook { get; } = "";
    public int Priority { get; }
    public string Policy { get; } = "";

    /// <summary>The links whose packets come to it, where a hook is a link's.</summary>
    public IReadOnlyList<string> Devices { get; } = [];

    public IReadOnlyList<ListedRuleText> Rules { get; internal set; } = [];

    static List<string> DevicesIn(ListedAttributes hook)
    {
        var names = new List<string>();
        foreach (var a in new AttributeReader(hook.Bytes(NFTA_HOOK.DEVS))) names.Add(a.String);
        return names;
    }

    string HookName(uint number) => (Family, number) switch
    {
        (NftFamily.Arp, 0) => "input",
        (NftFamily.Arp, 1) => "output",
        (NftFamily.Netdev, 0) => "ingress",
        (NftFamily.Netdev, 1) => "egress",
        (_, 0) => "prerouting",
        (_, 1) => "input",
        (_, 2) => "forward",
        (_, 3) => "output",
        (_, 4) => "postrouting",
        (_, 5) => "ingress",
        _ => $"{number}",
    };

    /// <summary>By the name of what comes at about that time: dstnat, filter + 10.</summary>
    public string PriorityName
    {
        get
        {
            const int Near = 10;
            foreach (var (value, name, hook) in Family == NftFamily.Bridge ? s_ofBridge : s_priorities)
                if (Math.Abs(Priority - value) <= Near)
                    return hook != "" && hook != Hook || Family is NftFamily.Arp or NftFamily.Netdev && name != "filter" ? $"{Priority}"
                        : Priority == value ? name : $"{name} {(Priority > value ? '+' : '-')} {Math.Abs(Priority - value)}";
            return $"{Priority}";
        }
    }

    // With the one hook that the name means something at.
    static readonly (int Value, string Name, string Hook)[] s_priorities =
        [(-300, "raw", ""), (-150, "mangle", ""), (-100, "dstnat", "prerouting"), (0, "filter", ""), (50, "security", ""), (100, "srcnat", "postrouting")];

    static readonly (int Value, string Name, string Hook)[] s_ofBridge =
        [(-300, "dstnat", "prerouting"), (-200, "filter", ""), (100, "out", "output"), (300, "srcnat", "postrouting")];
}

/// <summary>A rule as nft writes it.</summary>
/// <param name="Unknown">The kernel's names of what has no text here: without it the text is not all of the rule.</param>
public sealed record ListedRuleText(ulong Handle, string Text, string? Comment, IReadOnlyList<string> Unknown);
