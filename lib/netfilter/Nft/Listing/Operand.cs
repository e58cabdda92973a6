namespace Netfilter.Nft.Listing;

/// <summary>What a register holds: nft's text for it and what its bytes are.</summary>
/// <param name="Size">In bytes: a part of an address is less than it.</param>
internal sealed record Operand(string Text, DataType Type, int Size)
{
    /// <summary>Only these bits of it.</summary>
    public byte[]? Mask { get; init; }

    /// <summary>These bits are turned over after that.</summary>
    public byte[]? Turned { get; init; }

    /// <summary>Its bytes, when they are in the rule itself.</summary>
    public byte[]? Constant { get; init; }

    /// <summary>The protocol whose header it is read from; null for others.</summary>
    public string? Protocol { get; init; }

    /// <summary>The field is not at the end of its bytes: so many bits come after it.</summary>
    public int Shift { get; init; }

    /// <summary>Looked up in a map: address and port then come from one.</summary>
    public bool IsMapped { get; init; }
}
