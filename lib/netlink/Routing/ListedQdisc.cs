using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A queueing discipline as the kernel lists it, of any kind.</summary>
public sealed record ListedQdisc
{
    public string Kind { get; private set; } = "";
    public int LinkIndex { get; private init; }

    /// <summary>The upper half is what its classes and filters call it, the lower is 0.</summary>
    public uint Handle { get; private init; }

    /// <summary>The class it is of; <see cref="AtRoot"/> and <see cref="AtIngress"/> stand for the link itself.</summary>
    public uint Parent { get; private init; }
    public uint References { get; private init; }

    /// <summary>What a token bucket is told; null of every other kind.</summary>
    public TbfSettings? Tbf { get; private set; }
    public QdiscStatistics Statistics { get; private set; }

    public const uint AtRoot = TC_H.ROOT, AtIngress = TC_H.CLSACT;

    internal static ListedQdisc Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<TcMsg>(body);
        var found = new ListedQdisc { LinkIndex = info.Index, Handle = info.Handle, Parent = info.Parent, References = info.Info };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<TcMsg>()..]))
            switch (a.Type)
            {
                case TCA.KIND: found.Kind = a.String; break;
                case TCA.OPTIONS when found.Kind == "tbf": found.Tbf = TbfSettings.Parse(a.Nested); break;
                case TCA.STATS2: found.Statistics = QdiscStatistics.Parse(a.Nested); break;
            }
        return found;
    }
}

/// <summary>What a token bucket is told, and what the kernel made of it.</summary>
/// <param name="Rate">In bytes a second; so is <paramref name="PeakRate"/>, which is 0 for none.</param>
/// <param name="Limit">What may wait, in bytes.</param>
/// <param name="Buffer">How long the burst takes, in ticks of 64 ns; <paramref name="Mtu"/> the same of the smaller bucket at the peak rate.</param>
public sealed record TbfSettings(ulong Rate, ulong PeakRate, uint Limit, uint Buffer, uint Mtu, int CellLog, ushort Mpu, byte LinkLayer)
{
    const double NanosecondsPerTick = 64;

    /// <summary>In bytes.</summary>
    public uint Burst => Bytes(Buffer, Rate);

    /// <summary>In bytes.</summary>
    public uint MinBurst => Bytes(Mtu, PeakRate);

    /// <summary>How long a packet may wait, in microseconds; negative when the limit does not even hold the burst.</summary>
    public double Latency => PeakRate == 0 ? Wait(Rate, Buffer) : Math.Max(Wait(Rate, Buffer), Wait(PeakRate, Mtu));

    double Wait(ulong rate, uint ticks) => 1e6 * Limit / rate - Math.Floor(ticks * NanosecondsPerTick / 1000);

    static uint Bytes(uint ticks, ulong rate) => (uint)Math.Min(Math.Floor(ticks * NanosecondsPerTick / 1000) * rate / 1e6, uint.MaxValue);

    internal static TbfSettings Parse(AttributeReader options)
    {
        TcTbfQopt found = default;
        ulong rate = 0, peak = 0;
        foreach (var a in options)
            switch (a.Type)
            {
                case TCA_TBF.PARMS: found = MemoryMarshal.Read<TcTbfQopt>(a.Bytes); break;
                case TCA_TBF.RATE64: rate = MemoryMarshal.Read<ulong>(a.Bytes); break;
                case TCA_TBF.PRATE64: peak = MemoryMarshal.Read<ulong>(a.Bytes); break;
            }
        return new(rate != 0 ? rate : found.Rate.Rate, peak != 0 ? peak : found.PeakRate.Rate, found.Limit, found.Buffer, found.Mtu,
            found.Rate.CellLog, found.Rate.Mpu, (byte)(found.Rate.LinkLayer & 0xf));
    }
}

/// <summary>What a queueing discipline has sent, dropped and holds.</summary>
public readonly record struct QdiscStatistics(ulong Bytes, uint Packets, uint Length, uint Backlog, uint Drops, uint Requeues, uint Overlimits)
{
    internal static QdiscStatistics Parse(AttributeReader attributes)
    {
        QdiscStatistics s = default;
        foreach (var a in attributes)
            if (a.Type == TCA_STATS.BASIC)
                s = s with { Bytes = MemoryMarshal.Read<ulong>(a.Bytes), Packets = MemoryMarshal.Read<uint>(a.Bytes[8..]) };
            else if (a.Type == TCA_STATS.QUEUE)
                s = s with { Length = At(a, 0), Backlog = At(a, 4), Drops = At(a, 8), Requeues = At(a, 12), Overlimits = At(a, 16) };
        return s;
    }

    static uint At(Wire.Attribute a, int offset) => MemoryMarshal.Read<uint>(a.Bytes[offset..]);
}
