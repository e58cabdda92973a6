using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft.Tracing;

/// <summary>A chain with its rules as the kernel keeps them: as tiny instructions, ready to be gone through.</summary>
internal sealed record TracedChain(NftFamily Family, string Table, string Name)
{
    const uint DropPolicy = 0;

    public string Type { get; private init; } = "";

    /// <summary>Null of a chain that packets come to by a jump only.</summary>
    public HookPoint? Hook { get; private init; }
    public int Priority { get; private init; }
    public bool DropsTheRest { get; private init; }
    public List<TracedRule> Rules { get; } = [];

    public override string ToString() => $"{Family.Name()} {Table} {Name}";

    public static List<TracedChain> ReadAll(NftSocket nft)
    {
        var chains = nft.List(NftSocket.Message(NFT_MSG.GETCHAIN), new("list", "chains"), to => to.Body(new NfGenMsg()), Parse);
        var byName = chains.ToDictionary(chain => chain.ToString());
        foreach (var rule in nft.List(NftSocket.Message(NFT_MSG.GETRULE), new("list", "rules"), to => to.Body(new NfGenMsg()), TracedRule.Parse))
            if (byName.TryGetValue(rule.ChainName, out var chain))
                chain.Rules.Add(rule);
        return chains;
    }

    static TracedChain Parse(ReadOnlySpan<byte> body)
    {
        var chain = new TracedChain((NftFamily)body[0], "", "");
        foreach (var a in new AttributeReader(body[NftSocket.HeaderSize..]))
            chain = a.Type switch
            {
                NFTA_CHAIN.TABLE => chain with { Table = a.String },
                NFTA_CHAIN.NAME => chain with { Name = a.String },
                NFTA_CHAIN.TYPE => chain with { Type = a.String },
                NFTA_CHAIN.POLICY => chain with { DropsTheRest = a.BigEndianUInt32 == DropPolicy },
                NFTA_CHAIN.HOOK => chain.WithHook(a.Nested),
                _ => chain,
            };
        return chain;
    }

    TracedChain WithHook(AttributeReader hook)
    {
        var chain = this;
        foreach (var a in hook)
            chain = a.Type switch
            {
                NFTA_HOOK.HOOKNUM => chain with { Hook = (HookPoint)a.BigEndianUInt32 },
                NFTA_HOOK.PRIORITY => chain with { Priority = (int)a.BigEndianUInt32 },
                _ => chain,
            };
        return chain;
    }
}

/// <summary>A rule: its instructions by name, each with its attributes.</summary>
internal sealed record TracedRule(string ChainName, ulong Handle, List<(string Name, Instruction Of)> Instructions)
{
    public static TracedRule Parse(ReadOnlySpan<byte> body)
    {
        string table = "", chain = "";
        ulong handle = 0;
        var instructions = new List<(string, Instruction)>();
        foreach (var a in new AttributeReader(body[NftSocket.HeaderSize..]))
            switch (a.Type)
            {
                case NFTA_RULE.TABLE: table = a.String; break;
                case NFTA_RULE.CHAIN: chain = a.String; break;
                case NFTA_RULE.HANDLE: handle = a.BigEndianUInt64; break;
                case NFTA_RULE.EXPRESSIONS:
                    foreach (var element in a.Nested)
                        instructions.Add(Named(element.Nested));
                    break;
            }
        return new($"{((NftFamily)body[0]).Name()} {table} {chain}", handle, instructions);
    }

    static (string, Instruction) Named(AttributeReader expression)
    {
        string name = "";
        var instruction = Instruction.None;
        foreach (var a in expression)
            if (a.Type == NFTA_EXPR.NAME) name = a.String;
            else if (a.Type == NFTA_EXPR.DATA) instruction = Instruction.Read(a.Nested);
        return (name, instruction);
    }
}
