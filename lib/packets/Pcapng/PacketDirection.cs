namespace Packets.Pcapng;

/// <summary>Which way a packet went, by the numbers of pcapng.</summary>
public enum PacketDirection : uint { Unknown = 0, In = 1, Out = 2 }
