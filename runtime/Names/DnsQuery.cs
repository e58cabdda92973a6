using System.Buffers.Binary;
using System.Text;

namespace Hull.Names;

/// <summary>What a DNS message asks (RFC 1035 section 4): one question, as all that ask do.</summary>
internal sealed record DnsQuery
{
    public const int HeaderSize = 12;

    /// <summary>What fits into a datagram for those who do not say more (RFC 1035), and what we say and believe ourselves (RFC 9715).</summary>
    public const int SmallestDatagram = 512, LargestDatagram = 1232;

    const int Response = 0x8000, Opcode = 0x7800, Internet = 1, LongestName = 255;

    public required ushort Id { get; init; }

    /// <summary>Its header's flags.</summary>
    public required ushort Flags { get; init; }

    /// <summary>The question as it was asked, in the case it was asked in: name, type and class.</summary>
    public required byte[] Question { get; init; }

    /// <summary>In lower case, without the dot at the end.</summary>
    public required string Name { get; init; }
    public required DnsType Type { get; init; }
    public required bool IsInternet { get; init; }

    /// <summary>How long a datagram may be that answers it; null when it does not know EDNS (RFC 6891).</summary>
    public int? DatagramSize { get; init; }

    /// <summary>Reads a message. Null, with an outcome to answer, when it cannot be understood; with <see cref="DnsOutcome.NoError"/> when it is nothing to be answered.</summary>
    public static DnsQuery? Read(ReadOnlySpan<byte> message, out DnsOutcome problem)
    {
        problem = DnsOutcome.NoError;
        if (message.Length < HeaderSize || (Field(message, 2) & Response) != 0)
            return null;
        problem = DnsOutcome.NotImplemented;
        if ((Field(message, 2) & Opcode) != 0)
            return null;
        problem = DnsOutcome.FormatError;
        if (Field(message, 4) != 1)
            return null;
        int at = HeaderSize;
        if (ReadName(message, ref at) is not { } name || at + 4 > message.Length)
            return null;
        return new()
        {
            Id = Field(message, 0),
            Flags = Field(message, 2),
            Question = message[HeaderSize..(at + 4)].ToArray(),
            Name = name,
            Type = (DnsType)Field(message, at),
            IsInternet = Field(message, at + 2) == Internet,
            DatagramSize = SizeTold(message, at + 4),
        };
    }

    static ushort Field(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    // Labels with their lengths before them. The first name of a message has nothing to point back to.
    static string? ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        int start = at;
        while (at < message.Length && message[at] is > 0 and < 64)
        {
            int size = message[at++];
            if (at + size > message.Length || at + size - start > LongestName)
                return null;
            if (name.Length > 0) name.Append('.');
            // A dot within a label is not the dot between labels: no name of ours has one.
            foreach (byte letter in message.Slice(at, size)) name.Append(letter == '.' ? '\0' : char.ToLowerInvariant((char)letter));
            at += size;
        }
        return at < message.Length && message[at++] == 0 ? name.ToString() : null;
    }

    // EDNS: a record without a name behind the question, whose class is a size. Answers and authorities are not in questions.
    static int? SizeTold(ReadOnlySpan<byte> message, int at)
    {
        bool alone = Field(message, 6) == 0 && Field(message, 8) == 0 && Field(message, 10) > 0;
        return alone && at + 11 <= message.Length && message[at] == 0 && (DnsType)Field(message, at + 1) == DnsType.Opt
            ? Math.Clamp((int)Field(message, at + 3), SmallestDatagram, LargestDatagram)
            : null;
    }
}
