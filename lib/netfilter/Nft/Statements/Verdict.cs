using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What becomes of a packet that came this far in a rule.</summary>
public sealed record Verdict : Statement
{
    readonly int _code;
    readonly string _text;
    readonly string? _chain;

    Verdict(int code, string text, string? chain = null) => (_code, _text, _chain) = (code, text, chain);

    public static readonly Verdict Drop = new(0, "drop"), Accept = new(1, "accept"), Return = new(-5, "return");

    public static Verdict Jump(Chain to) => new(-3, $"jump {to.Name}", to.Name);

    internal override void WriteTo(MessageWriter to) => Expressions.Verdict(to, _code, _chain);
    public override string ToString() => _text;
}
