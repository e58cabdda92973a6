using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>The kernel's own expressions: tiny instructions on registers. Selectors and statements are made of these.</summary>
internal static class Expressions
{
    /// <summary>The first of sixteen registers of four bytes (NFT_REG32_00). A longer value takes several in a row.</summary>
    public const uint FirstRegister = 8;

    public const uint EqualTo = 0, NotEqualTo = 1;

    public static uint RegisterAfter(uint register, int size) => register + (uint)DataType.Padded(size) / 4;

    public static void Meta(MessageWriter to, uint key, uint register)
    {
        using var expression = Begin(to, "meta");
        to.PutBigEndian(NFTA_META.KEY, key);
        to.PutBigEndian(NFTA_META.DREG, register);
    }

    public static void Payload(MessageWriter to, uint from, uint offset, uint size, uint register)
    {
        using var expression = Begin(to, "payload");
        to.PutBigEndian(NFTA_PAYLOAD.DREG, register);
        to.PutBigEndian(NFTA_PAYLOAD.BASE, from);
        to.PutBigEndian(NFTA_PAYLOAD.OFFSET, offset);
        to.PutBigEndian(NFTA_PAYLOAD.LEN, size);
    }

    /// <summary>Writes a register into the packet, and mends the checksums that the address is part of.</summary>
    public static void WriteAddress(MessageWriter to, uint from, uint offset, uint size, uint? headerChecksumAt, uint register)
    {
        const uint NFT_PAYLOAD_CSUM_NONE = 0, NFT_PAYLOAD_CSUM_INET = 1, NFT_PAYLOAD_L4CSUM_PSEUDOHDR = 1;
        using var expression = Begin(to, "payload");
        to.PutBigEndian(NFTA_PAYLOAD.SREG, register);
        to.PutBigEndian(NFTA_PAYLOAD.BASE, from);
        to.PutBigEndian(NFTA_PAYLOAD.OFFSET, offset);
        to.PutBigEndian(NFTA_PAYLOAD.LEN, size);
        to.PutBigEndian(NFTA_PAYLOAD.CSUM_TYPE, headerChecksumAt is null ? NFT_PAYLOAD_CSUM_NONE : NFT_PAYLOAD_CSUM_INET);
        to.PutBigEndian(NFTA_PAYLOAD.CSUM_OFFSET, headerChecksumAt ?? 0);
        to.PutBigEndian(NFTA_PAYLOAD.CSUM_FLAGS, NFT_PAYLOAD_L4CSUM_PSEUDOHDR);
    }

    public static void Immediate(MessageWriter to, ReadOnlySpan<byte> value, uint register)
    {
        using var expression = Begin(to, "immediate");
        to.PutBigEndian(NFTA_IMMEDIATE.DREG, register);
        using var data = to.Nest(NFTA_IMMEDIATE.DATA);
        to.Put(NFTA_DATA.VALUE, value);
    }

    public static void And(MessageWriter to, ReadOnlySpan<byte> mask, uint register)
    {
        using var expression = Begin(to, "bitwise");
        to.PutBigEndian(NFTA_BITWISE.SREG, register);
        to.PutBigEndian(NFTA_BITWISE.DREG, register);
        to.PutBigEndian(NFTA_BITWISE.LEN, (uint)mask.Length);
        using (to.Nest(NFTA_BITWISE.MASK))
            to.Put(NFTA_DATA.VALUE, mask);
        using (to.Nest(NFTA_BITWISE.XOR))
            to.Put(NFTA_DATA.VALUE, new byte[mask.Length]);
    }

    public static void Compare(MessageWriter to, uint operation, ReadOnlySpan<byte> value, uint register)
    {
        using var expression = Begin(to, "cmp");
        to.PutBigEndian(NFTA_CMP.SREG, register);
        to.PutBigEndian(NFTA_CMP.OP, operation);
        using (to.Nest(NFTA_CMP.DATA))
            to.Put(NFTA_DATA.VALUE, value);
    }

    /// <summary>Is the register's value in the set? With <paramref name="result"/>, the map's value for it goes there.</summary>
    public static void Lookup(MessageWriter to, Set set, uint register, uint? result = null, bool inverted = false)
    {
        using var expression = Begin(to, "lookup");
        to.Put(NFTA_LOOKUP.SET, set.Name);
        to.PutBigEndian(NFTA_LOOKUP.SREG, register);
        if (result is { } there) to.PutBigEndian(NFTA_LOOKUP.DREG, there);
        if (inverted) to.PutBigEndian(NFTA_LOOKUP.FLAGS, 1u);
    }

    public static void Fib(MessageWriter to, uint result, uint flags, uint register)
    {
        using var expression = Begin(to, "fib");
        to.PutBigEndian(NFTA_FIB.DREG, register);
        to.PutBigEndian(NFTA_FIB.RESULT, result);
        to.PutBigEndian(NFTA_FIB.FLAGS, flags);
    }

    public static void Conntrack(MessageWriter to, uint key, uint register)
    {
        using var expression = Begin(to, "ct");
        to.PutBigEndian(NFTA_CT.KEY, key);
        to.PutBigEndian(NFTA_CT.DREG, register);
    }

    public static void DestinationNat(MessageWriter to, NftFamily family, uint address, uint port)
    {
        const uint NFT_NAT_DNAT = 1;
        using var expression = Begin(to, "nat");
        to.PutBigEndian(NFTA_NAT.TYPE, NFT_NAT_DNAT);
        to.PutBigEndian(NFTA_NAT.FAMILY, (uint)family);
        to.PutBigEndian(NFTA_NAT.REG_ADDR_MIN, address);
        to.PutBigEndian(NFTA_NAT.REG_PROTO_MIN, port);
    }

    public static void Masquerade(MessageWriter to)
    {
        using var expression = Begin(to, "masq");
    }

    public static void Verdict(MessageWriter to, int code, string? chain)
    {
        const uint VerdictRegister = 0;
        using var expression = Begin(to, "immediate");
        to.PutBigEndian(NFTA_IMMEDIATE.DREG, VerdictRegister);
        using var immediate = to.Nest(NFTA_IMMEDIATE.DATA);
        using var verdict = to.Nest(NFTA_DATA.VERDICT);
        to.PutBigEndian(NFTA_VERDICT.CODE, (uint)code);
        if (chain is not null) to.Put(NFTA_VERDICT.CHAIN, chain);
    }

    static ExpressionScope Begin(MessageWriter to, string name)
    {
        var element = to.Nest(NFTA_LIST.ELEM);
        to.Put(NFTA_EXPR.NAME, name);
        return new(element, to.Nest(NFTA_EXPR.DATA));
    }

    /// <summary>An expression's data, and the expression around it, end together.</summary>
    readonly ref struct ExpressionScope(NestScope element, NestScope data)
    {
        readonly NestScope _element = element, _data = data;

        public void Dispose()
        {
            _data.Dispose();
            _element.Dispose();
        }
    }
}
