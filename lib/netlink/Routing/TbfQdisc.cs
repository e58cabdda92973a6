using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A token bucket at the root of a link: what it sends is at most so much a second (tc-tbf(8)).</summary>
public sealed record TbfQdisc(Link Link) : Qdisc(Link)
{
    const double NanosecondsPerTick = 64;   // PSCHED_SHIFT of the kernel

    public override string Kind => "tbf";
    public override uint Handle => Number;
    private protected override uint Parent => TC_H.ROOT;

    /// <summary>Its handle; 0 leaves it to the kernel.</summary>
    public uint Number { get; init; } = 0x10000;

    /// <summary>In bytes a second.</summary>
    public required ulong Rate { get; init; }

    /// <summary>What the burst itself is sent at, in bytes a second; 0 for no limit.</summary>
    public ulong PeakRate { get; init; }

    /// <summary>With a peak rate: what may be sent at once even then, in bytes; a packet's size or more.</summary>
    public uint MinBurst { get; init; }

    /// <summary>What may be sent at once after a pause, in bytes. A packet that is larger is dropped.</summary>
    public required uint Burst { get; init; }

    /// <summary>What may wait, in bytes.</summary>
    public required uint Limit { get; init; }

    private protected override void WriteOptions(MessageWriter to)
    {
        to.Put(TCA_TBF.PARMS, MemoryMarshal.AsBytes([new TcTbfQopt
        {
            Rate = Spec(Rate), PeakRate = PeakRate == 0 ? default : Spec(PeakRate), Limit = Limit,
            Buffer = Ticks(Burst, Rate), Mtu = PeakRate == 0 ? 0 : Ticks(MinBurst, PeakRate),
        }]), "TCA_TBF.PARMS");
        if (Rate > uint.MaxValue) to.Put(TCA_TBF.RATE64, BitConverter.GetBytes(Rate));
        if (PeakRate > uint.MaxValue) to.Put(TCA_TBF.PRATE64, BitConverter.GetBytes(PeakRate));
        to.Put(TCA_TBF.BURST, Burst);
        if (PeakRate != 0) to.Put(TCA_TBF.PBURST, MinBurst);
    }

    static TcRateSpec Spec(ulong rate) => new() { LinkLayer = TC_LINKLAYER.ETHERNET, Rate = (uint)Math.Min(rate, uint.MaxValue) };

    static uint Ticks(uint bytes, ulong rate) => (uint)Math.Min(bytes * 1e9 / rate / NanosecondsPerTick, uint.MaxValue);

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
