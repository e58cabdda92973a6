using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netlink.Routing;

/// <summary>A link's counters, since it was made (struct rtnl_link_stats64). A kernel that knows fewer leaves the last at 0.</summary>
public struct LinkStatistics
{
    public ulong RxPackets, TxPackets, RxBytes, TxBytes, RxErrors, TxErrors, RxDropped, TxDropped, Multicast, Collisions;
    public ulong RxLengthErrors, RxOverErrors, RxCrcErrors, RxFrameErrors, RxFifoErrors, RxMissedErrors;
    public ulong TxAbortedErrors, TxCarrierErrors, TxFifoErrors, TxHeartbeatErrors, TxWindowErrors;
    public ulong RxCompressed, TxCompressed, RxNoHandler, RxOtherHostDropped;

    internal static LinkStatistics Read(ReadOnlySpan<byte> bytes)
    {
        LinkStatistics statistics = default;
        var into = MemoryMarshal.AsBytes(new Span<LinkStatistics>(ref statistics));
        bytes[..Math.Min(bytes.Length, Unsafe.SizeOf<LinkStatistics>())].CopyTo(into);
        return statistics;
    }
}
