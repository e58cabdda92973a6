using System.Globalization;
using System.Text;
using Linux;

namespace Hull.Archives;

/// <summary>
/// What a pax header says of the entry that follows it, "LENGTH KEY=VALUE\n" each (POSIX.1-2001, pax): what the old header has no place for.
/// Extended attributes are star's "SCHILY.xattr.", files with holes GNU's "GNU.sparse.".
/// </summary>
internal sealed class PaxRecords
{
    const string Attribute = "SCHILY.xattr.";

    readonly Dictionary<string, byte[]> _values = [];
    readonly List<long> _pieces = [];

    public IReadOnlyList<(string Name, byte[] Value)> Attributes =>
        [.. _values.Where(one => one.Key.StartsWith(Attribute, StringComparison.Ordinal)).Select(one => (one.Key[Attribute.Length..], one.Value))];

    public static PaxRecords Parse(ReadOnlySpan<byte> text)
    {
        var records = new PaxRecords();
        while (text.Length > 0)
        {
            int blank = text.IndexOf((byte)' ');
            if (blank is < 1 or > 9 || !int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length <= blank + 1 || length > text.Length || text[length - 1] != '\n')
                throw Damaged("a record's length is wrong");
            var record = text[(blank + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 1)
                throw Damaged("a record has no name");
            records.Add(TarHeader.Text(record[..equals]), record[(equals + 1)..].ToArray());
            text = text[length..];
        }
        return records;
    }

    void Add(string key, byte[] value)
    {
        // GNU's first form of holes has a pair of records for each piece.
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
            _pieces.Add(Number(key, Encoding.ASCII.GetString(value)));
        else
            _values[key] = value;
    }

    public string? Text(string key) => !_values.TryGetValue(key, out var value) ? null
        : value.Contains((byte)0) ? throw Damaged($"{key} holds a zero byte")
        : TarHeader.Text(value);

    public long? Number(string key) => Text(key) is { } text ? Number(key, text) : null;

    /// <summary>"1700000000.123456789"; null where the header's own time counts.</summary>
    public FileTime? Time(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            || Math.Abs(seconds) > long.MaxValue / 2)
            throw Damaged($"{key} is no time");
        decimal whole = Math.Floor(seconds);
        return new((long)whole, (long)((seconds - whole) * 1_000_000_000));
    }

    /// <summary>Where the bytes of a file with holes belong; null where it has none, or says so elsewhere.</summary>
    public IReadOnlyList<(long Offset, long Length)>? Pieces()
    {
        if (Text("GNU.sparse.map") is { } map)
            return Pairs([.. map.Split(',').Select(number => Number("GNU.sparse.map", number))]);
        return _pieces.Count > 0 ? Pairs(_pieces) : null;
    }

    static List<(long, long)> Pairs(List<long> numbers) => numbers.Count % 2 == 0
        ? [.. numbers.Chunk(2).Select(pair => (pair[0], pair[1]))]
        : throw Damaged("the map of a file with holes ends in the middle");

    static long Number(string key, string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw Damaged($"{key} is no number");

    static ArchiveException Damaged(string why) => new($"a pax header is damaged: {why}");
}
