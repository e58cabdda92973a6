using Netlink.Wire;
using static Netfilter.Nft.Expressions;

namespace Netfilter.Nft;

/// <summary>Something of a packet that a rule looks at. Made by the nft word for it, and its ToString is nft's own text.</summary>
public abstract record Selector
{
    /// <summary>In bytes.</summary>
    internal abstract int Size { get; }

    /// <summary>The family a packet must be of to have it; null when any has.</summary>
    internal virtual NftFamily? Needs => null;

    internal abstract void Load(MessageWriter to, uint register);

    public Statement Is(params byte[] value) => new Comparison(this, EqualTo, value, Convert.ToHexStringLower(value));
    public Statement Is(string name) => new Comparison(this, EqualTo, Meta.InterfaceName(name), $"\"{name}\"");
    public Statement IsNot(string name) => new Comparison(this, NotEqualTo, Meta.InterfaceName(name), $"\"{name}\"");
    public Statement In(Set set) => new Membership(this, set, Inverted: false);
    public Statement NotIn(Set set) => new Membership(this, set, Inverted: true);

    /// <summary>Several side by side, as the key of a set of concatenations.</summary>
    public static Selector Concat(params Selector[] parts) => new Concatenation(parts);
}

internal sealed record Concatenation(Selector[] Parts) : Selector
{
    internal override int Size => Parts.Sum(part => DataType.Padded(part.Size));
    internal override NftFamily? Needs => Parts.FirstOrDefault(part => part.Needs is not null)?.Needs;

    internal override void Load(MessageWriter to, uint register)
    {
        foreach (var part in Parts)
        {
            part.Load(to, register);
            register = RegisterAfter(register, part.Size);
        }
    }

    public override string ToString() => string.Join<Selector>(" . ", Parts);
}

internal sealed record Comparison(Selector Of, uint Operation, byte[] Value, string Text) : Statement
{
    /// <summary>What nft calls the left side, when not by the selector's own text.</summary>
    public string? Subject { get; init; }

    internal override NftFamily? Needs => Of.Needs;

    internal override void WriteTo(MessageWriter to)
    {
        Of.Load(to, FirstRegister);
        Compare(to, Operation, Value, FirstRegister);
    }

    public override string ToString() => $"{Subject ?? Of.ToString()} {(Operation == NotEqualTo ? "!= " : "")}{Text}";
}

internal sealed record Membership(Selector Of, Set Set, bool Inverted) : Statement
{
    internal override NftFamily? Needs => Of.Needs;

    internal override void WriteTo(MessageWriter to)
    {
        Of.Load(to, FirstRegister);
        Lookup(to, Set, FirstRegister, inverted: Inverted);
    }

    public override string ToString() => $"{Of} {(Inverted ? "!= " : "")}@{Set.Name}";
}
