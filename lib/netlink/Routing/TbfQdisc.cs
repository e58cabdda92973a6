using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A token bucket at the root of a link: what it sends is at most so much a second (tc-tbf(8)).</summary>
public sealed record TbfQdisc(Link Link) : Qdisc(Link)
{
    const double NanosecondsPerTick = 64;   // PSCHED_SHIFT of the kernel

    public override string Kind => "tbf";
    public override uint Handle => 0x10000;
    private protected override uint Parent => TC_H.ROOT;

    /// <summary>In bytes a second.</summary>
    public required ulong Rate { get; init; }

    /// <summary>What may be sent at once after a pause, in bytes. A packet that is larger is dropped.</summary>
    public required uint Burst { get; init; }

    /// <summary>What may wait, in bytes.</summary>
    public required uint Limit { get; init; }

    private protected override void WriteOptions(MessageWriter to)
    {
        to.Put(TCA_TBF.PARMS, MemoryMarshal.AsBytes([new TcTbfQopt
        {
            Rate = new() { LinkLayer = TC_LINKLAYER.ETHERNET, Rate = (uint)Math.Min(Rate, uint.MaxValue) }, Limit = Limit,
            Buffer = (uint)Math.Min(Burst * 1e9 / Rate / NanosecondsPerTick, uint.MaxValue),
        }]), "TCA_TBF.PARMS");
        if (Rate > uint.MaxValue) to.Put(TCA_TBF.RATE64, BitConverter.GetBytes(Rate));
        to.Put(TCA_TBF.BURST, Burst);
    }

    /// <summary>Null for any but a token bucket at this link's root.</summary>
    internal static TbfQdisc? Parse(ReadOnlySpan<byte> body, Link of)
    {
        var info = MemoryMarshal.Read<TcMsg>(body);
        if (info.Index != of.Index || info.Parent != TC_H.ROOT)
            return null;
        bool isTbf = false;
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<TcMsg>()..]))
            if (a.Type == TCA.KIND)
                isTbf = a.String == "tbf";
            else if (a.Type == TCA.OPTIONS && isTbf)
                return ParseOptions(a.Nested, of);
        return null;
    }

    static TbfQdisc? ParseOptions(AttributeReader options, Link of)
    {
        TcTbfQopt found = default;
        ulong rate = 0;
        foreach (var a in options)
            switch (a.Type)
            {
                case TCA_TBF.PARMS: found = MemoryMarshal.Read<TcTbfQopt>(a.Bytes); break;
                case TCA_TBF.RATE64: rate = MemoryMarshal.Read<ulong>(a.Bytes); break;
            }
        rate = rate != 0 ? rate : found.Rate.Rate;
        // The kernel tells how long the burst takes.
        return new(of) { Rate = rate, Limit = found.Limit, Burst = (uint)Math.Min(found.Buffer * NanosecondsPerTick * rate / 1e9, uint.MaxValue) };
    }

    public override string ToString() => $"qdisc dev {Link} root handle {Handle >> 16:x}: tbf rate {8 * Rate}bit burst {Burst}b limit {Limit}b";
}
