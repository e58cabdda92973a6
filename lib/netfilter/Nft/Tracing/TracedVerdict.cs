namespace Netfilter.Nft.Tracing;

/// <summary>What the rules at one hook did with a packet, and what it is afterwards.</summary>
/// <param name="Steps">What was decided, in nft's words, with the chain that it was decided in.</param>
/// <param name="Unknown">Rules that could not be judged, and were taken as if they did not match.</param>
public sealed record TracedVerdict(TracedPacket Packet, IReadOnlyList<string> Steps, IReadOnlyList<string> Unknown)
{
    /// <summary>Nothing comes back.</summary>
    public bool IsDropped { get; init; }

    /// <summary>The sender is told so.</summary>
    public bool IsRejected { get; init; }
}
