using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What becomes of a packet that came this far in a rule.</summary>
public sealed record Verdict : Statement
{
    readonly int _code;
    readonly string _text;
    readonly string? _chain;

    Verdict(int code, string text, string? chain = null) => (_code, _text, _chain) = (code, text, chain);

    // NF_DROP, NF_ACCEPT, NFT_CONTINUE, NFT_BREAK, NFT_JUMP, NFT_GOTO, NFT_RETURN
    internal const int DropCode = 0, AcceptCode = 1, ContinueCode = -1, BreakCode = -2, JumpCode = -3, GotoCode = -4, ReturnCode = -5;

    public static readonly Verdict Drop = new(DropCode, "drop"), Accept = new(AcceptCode, "accept"), Return = new(ReturnCode, "return");

    public static Verdict Jump(Chain to) => new(JumpCode, $"jump {to.Name}", to.Name);

    internal override void WriteTo(MessageWriter to) => Expressions.Verdict(to, _code, _chain);
    public override string ToString() => _text;
}
