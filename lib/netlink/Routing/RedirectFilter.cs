using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>
/// Sends all that comes in by a link out by another, as tc-mirred(8) has it.
/// It comes after every other filter, so that those are not passed by.
/// </summary>
public sealed record RedirectFilter(Link On, Link To) : RouteObject
{
    const ushort Last = 0xffff;
    const int OneKey = 16;   // a struct tc_u32_key; all zeros, it matches everything

    internal override ushort AddMessage => RTM.NEWTFILTER;
    internal override ushort DeleteMessage => RTM.DELTFILTER;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new TcMsg { Index = On.Index, Parent = Filters.Ingress, Info = (uint)Last << 16 | BinaryPrimitives.ReverseEndianness(ETH_P.ALL) });
        to.Put(TCA.KIND, "u32");
        using (to.Nest(TCA.OPTIONS))
        {
            Span<byte> selector = stackalloc byte[Unsafe.SizeOf<TcU32Sel>() + OneKey];
            selector.Clear();
            MemoryMarshal.Write(selector, new TcU32Sel { Flags = TC_U32.TERMINAL, KeyCount = 1 });
            to.Put(TCA_U32.SEL, selector);
            using (to.Nest(TCA_U32.ACT))
            using (to.Nest(1, "the first action"))
            {
                to.Put(TCA_ACT.KIND, "mirred");
                using (to.Nest(TCA_ACT.OPTIONS))
                    to.Put(TCA_MIRRED.PARMS, MemoryMarshal.AsBytes([new TcMirred { Action = TC_ACT.STOLEN, Direction = TCA.EGRESS_REDIR, Index = To.Index }]), "TCA_MIRRED.PARMS");
            }
        }
    }

    /// <summary>The number of the link that a listed filter redirects to; null when it does not, or is none of u32's.</summary>
    internal static RedirectTarget? Parse(ReadOnlySpan<byte> body)
    {
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<TcMsg>()..]))
            if (a.Type == TCA.OPTIONS)
                foreach (var option in a.Nested)
                    if (option.Type == TCA_U32.ACT)
                        return MirredAction.ParseAll(option.Nested) is [var first, ..] ? new(first.LinkIndex) : null;
        return null;
    }

    public override string ToString() => $"filter dev {On} ingress pref {Last} protocol all u32 match u32 0 0 action mirred egress redirect dev {To}";
}

/// <summary>Where a filter sends what it takes: the number of a link.</summary>
public sealed record RedirectTarget(int LinkIndex);
