namespace Packets.Protocols;

/// <summary>What protocols above IP need to know of the packet that carries them.</summary>
internal readonly ref struct IpPacket(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, byte protocol, ReadOnlySpan<byte> payload, int length)
{
    public readonly ReadOnlySpan<byte> Source = source, Destination = destination;

    /// <summary>What was captured of what the packet carries.</summary>
    public readonly ReadOnlySpan<byte> Payload = payload;

    /// <summary>How long that is in truth.</summary>
    public int Length => length;

    public byte Protocol => protocol;

    /// <summary>10.0.0.1 > 10.0.0.2, with the ports when there are any.</summary>
    public void PutParties(Line to)
    {
        bool ports = IpProtocol.HasPorts(protocol) && Payload.Length >= 4;
        to.Ip(Source);
        if (ports) to.Add("."u8).Add(Payload.UInt16(0));
        to.Add(" > "u8).Ip(Destination);
        if (ports) to.Add("."u8).Add(Payload.UInt16(2));
        to.Add(": "u8);
    }
}
