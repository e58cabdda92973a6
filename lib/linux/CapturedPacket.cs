namespace Linux;

/// <summary>A packet in a <see cref="PacketRing"/>, with its link's header; good until the next one is taken.</summary>
public readonly ref struct CapturedPacket(ReadOnlySpan<byte> bytes, int length, uint seconds, uint nanoseconds, int link, ushort hardwareType, PacketPath path)
{
    /// <summary>As much of it as was captured.</summary>
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    /// <summary>How many bytes it had.</summary>
    public int Length => length;

    /// <summary>When it was seen: seconds since 1970, and nanoseconds.</summary>
    public (uint Seconds, uint Nanoseconds) Time => (seconds, nanoseconds);

    /// <summary>The number of the link.</summary>
    public int Link => link;

    /// <summary>What the link is, or plays (ARPHRD_*): 1 Ethernet, 772 loopback.</summary>
    public ushort HardwareType => hardwareType;

    public PacketPath Path => path;
}

/// <summary>Where a packet came from or went to, as seen by the link (PACKET_* of linux/if_packet.h).</summary>
public enum PacketPath : byte { Host = 0, Broadcast = 1, Multicast = 2, OtherHost = 3, Outgoing = 4 }
