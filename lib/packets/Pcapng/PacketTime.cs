namespace Packets.Pcapng;

/// <summary>When a packet was seen, in nanoseconds since 1970.</summary>
public readonly record struct PacketTime(ulong Nanoseconds)
{
    public PacketTime(uint seconds, uint nanoseconds) : this(seconds * 1_000_000_000ul + nanoseconds) { }

    public static PacketTime Now => new((ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);

    /// <summary>Puts the time of day into a line as tcpdump does: 20:09:10.123456.</summary>
    public void Put(Line to)
    {
        var local = DateTime.UnixEpoch.AddTicks((long)(Nanoseconds / 100)).ToLocalTime();
        to.Digits(local.Hour, 2).Add(":"u8).Digits(local.Minute, 2).Add(":"u8).Digits(local.Second, 2).Add("."u8).Digits((long)(Nanoseconds / 1000 % 1_000_000), 6);
    }
}
