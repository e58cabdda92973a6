namespace Packets.Protocols;

/// <summary>Where the two directions of TCP connections began, so that later segments count from there.</summary>
internal sealed class TcpConversations
{
    // A capture may go on for days; connections that were forgotten begin anew, as those do whose beginning nobody saw.
    const int Most = 100_000;

    readonly Dictionary<Parties, Start> _starts = [];

    /// <summary>The numbers to take off a segment's own; none from the first segment that is seen of a connection.</summary>
    public (uint Seq, uint Ack) Offsets(in IpPacket ip, uint seq, uint ack, bool isSyn)
    {
        var here = Key(ip.Source, ip.Payload.UInt16(0));
        var there = Key(ip.Destination, ip.Payload.UInt16(2));
        bool isReverse = here.CompareTo(there) < 0;
        var parties = isReverse ? new Parties(there, here) : new Parties(here, there);
        if (!isSyn && _starts.TryGetValue(parties, out var start))
            return isReverse ? (start.Ack, start.Seq) : (start.Seq, start.Ack);
        if (_starts.Count >= Most)
            _starts.Clear();
        _starts[parties] = isReverse ? new(ack - 1, seq) : new(seq, ack - 1);
        return (0, 0);
    }

    static (UInt128 Address, ushort Port) Key(ReadOnlySpan<byte> address, ushort port)
    {
        UInt128 number = 0;
        foreach (byte b in address)
            number = number << 8 | b;
        return (number, port);
    }

    readonly record struct Parties((UInt128, ushort) One, (UInt128, ushort) Other);

    readonly record struct Start(uint Seq, uint Ack);
}
