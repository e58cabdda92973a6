using System.Net;

namespace Hull.Names;

/// <summary>A question that waits for its answer: who asked, what, and how to tell.</summary>
/// <param name="Message">As it came, to be asked elsewhere.</param>
/// <param name="OverTcp">Whether an answer of any length fits.</param>
internal sealed record Question(IPAddress Client, DnsQuery Query, byte[] Message, bool OverTcp, Action<byte[]> Answer)
{
    /// <summary>How long the answer may be.</summary>
    public int Limit => OverTcp ? ushort.MaxValue : Query.DatagramSize ?? DnsQuery.SmallestDatagram;
}
