namespace Netctl.Ping;

/// <summary>How ping(8) is told to go about it.</summary>
internal sealed record PingOptions
{
    /// <summary>How many requests; null for no end.</summary>
    public int? Count { get; init; }
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of data in each request.</summary>
    public int Size { get; init; } = 56;

    /// <summary>How long the last answers are waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When to end, however many were answered; null for never.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The link to send by, or the address to send from.</summary>
    public string? From { get; init; }

    /// <summary>How many routers a request may pass; null leaves it to the kernel.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Only the first line and the statistics.</summary>
    public bool Quiet { get; init; }
}
