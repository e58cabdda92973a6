namespace Netctl.Capture;

/// <summary>How packets are to be captured and told.</summary>
internal sealed record CaptureOptions
{
    /// <summary>How many packets; null for no end.</summary>
    public long? Count { get; init; }

    /// <summary>Where they are written, as pcapng; - for standard output, null for lines of text.</summary>
    public string? File { get; init; }

    /// <summary>Bytes kept of each packet.</summary>
    public int SnapLength { get; init; } = 262144;

    /// <summary>Bytes that the kernel may fill before they are taken.</summary>
    public int RingSize { get; init; } = 32 << 20;

    /// <summary>Whether lines show the link's addresses.</summary>
    public bool ShowsLink { get; init; }
    public bool Promiscuous { get; init; } = true;
}
