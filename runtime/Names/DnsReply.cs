using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Hull.Names;

/// <summary>Answers in wire form (RFC 1035 section 4.1). What is said of containers is good for now only: its time to live is 0.</summary>
internal static class DnsReply
{
    const int IsResponse = 0x8000, IsAuthoritative = 0x0400, IsTruncated = 0x0200, RecursionAvailable = 0x0080, Kept = 0x7900 /* opcode, recursion desired */;

    /// <summary>The name of the question, by its place in the message (RFC 1035 section 4.1.4).</summary>
    const ushort NameOfTheQuestion = 0xc000 | DnsQuery.HeaderSize;

    /// <summary>An answer to a message that has no question we could read; null when it has not even a header.</summary>
    public static byte[]? ToUnreadable(ReadOnlySpan<byte> message, DnsOutcome problem)
    {
        if (problem == DnsOutcome.NoError)
            return null;
        var reply = message[..DnsQuery.HeaderSize].ToArray();
        Put(reply, 2, IsResponse | (Field(reply, 2) & Kept) | (int)problem);
        reply.AsSpan(4).Clear();
        return reply;
    }

    public static byte[] Without(DnsQuery query, DnsOutcome outcome) => Write(query, [], outcome, int.MaxValue);

    /// <summary>Addresses of the question's type. Without any, the name is there and has none of that type.</summary>
    public static byte[] Addresses(DnsQuery query, IEnumerable<IPAddress> addresses, int limit) =>
        Write(query, addresses.Select(address => address.GetAddressBytes()), DnsOutcome.NoError, limit);

    public static byte[] Names(DnsQuery query, IEnumerable<string> names, int limit) => Write(query, names.Select(WireName), DnsOutcome.NoError, limit);

    static byte[] Write(DnsQuery query, IEnumerable<byte[]> values, DnsOutcome outcome, int limit)
    {
        using var reply = new MemoryStream();
        reply.Write(new byte[DnsQuery.HeaderSize]);
        reply.Write(query.Question);
        int edns = query.DatagramSize is null ? 0 : 11, count = 0;
        bool cut = false;
        foreach (var value in values)
        {
            if (cut = reply.Length + 12 + value.Length + edns > limit)
                break;
            WriteRecord(reply, NameOfTheQuestion, query.Type, 1, value);
            count++;
        }
        if (edns > 0)
        {
            reply.WriteByte(0);
            WriteFields(reply, [(ushort)DnsType.Opt, DnsQuery.LargestDatagram, 0, 0, 0]);
        }
        var message = reply.ToArray();
        Put(message, 0, query.Id);
        Put(message, 2, IsResponse | IsAuthoritative | (cut ? IsTruncated : 0) | RecursionAvailable | (query.Flags & Kept) | (int)outcome);
        Put(message, 4, 1);
        Put(message, 6, count);
        Put(message, 10, edns > 0 ? 1 : 0);
        return message;
    }

    static void WriteRecord(Stream to, ushort name, DnsType type, ushort @class, byte[] value)
    {
        WriteFields(to, [name, (ushort)type, @class, 0, 0, (ushort)value.Length]);
        to.Write(value);
    }

    static void WriteFields(Stream to, ReadOnlySpan<ushort> fields)
    {
        Span<byte> field = stackalloc byte[2];
        foreach (ushort value in fields)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field, value);
            to.Write(field);
        }
    }

    static byte[] WireName(string name)
    {
        using var wire = new MemoryStream();
        foreach (string label in name.Split('.'))
        {
            var letters = Encoding.Latin1.GetBytes(label);
            wire.WriteByte((byte)letters.Length);
            wire.Write(letters);
        }
        wire.WriteByte(0);
        return wire.ToArray();
    }

    static int Field(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    static void Put(Span<byte> message, int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(message[at..], (ushort)value);
}
