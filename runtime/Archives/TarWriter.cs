using System.Globalization;
using System.Text;

namespace Hull.Archives;

/// <summary>Writes a tar, with a pax header before each entry that the old header is too small for.</summary>
internal sealed class TarWriter(Action<ReadOnlySpan<byte>> to) : Copying.IEntries
{
    const long MostOctal7 = 0x1f_ffff, MostOctal11 = 0x1_ffff_ffff;

    static readonly byte[] s_zeros = new byte[2 * TarHeader.Size];

    long _padding;

    /// <summary>Writes an entry's header. Content of <see cref="TarEntry.Stored"/> bytes must follow, by <see cref="Content"/>.</summary>
    public void Add(TarEntry entry)
    {
        var records = Records(entry);
        if (records.Length > 0)
        {
            to(Header("pax", 'x', records.Length, new() { Name = "pax", Kind = TarKind.File, Owner = new(0, 0, 0x1a4) }));
            to(records);
            Pad(records.Length);
        }
        char type = entry.Kind switch
        {
            TarKind.File => '0',
            TarKind.HardLink => '1',
            TarKind.SymbolicLink => '2',
            TarKind.CharacterDevice => '3',
            TarKind.BlockDevice => '4',
            TarKind.Folder => '5',
            _ => '6',
        };
        to(Header(entry.Kind == TarKind.Folder ? entry.Name + "/" : entry.Name, type, entry.Stored, entry));
        _padding = entry.Stored;
        if (entry.Stored == 0)
            EndContent();
    }

    public void Content(ReadOnlySpan<byte> part) => to(part);

    /// <summary>After the last of an entry's content.</summary>
    public void EndContent()
    {
        Pad(_padding);
        _padding = 0;
    }

    public void AddFile(string name, ReadOnlySpan<byte> content)
    {
        Add(new() { Name = name, Kind = TarKind.File, Stored = content.Length, Length = content.Length, Owner = new(0, 0, 0x1a4 /* 0644 */) });
        if (content.Length == 0)
            return;
        Content(content);
        EndContent();
    }

    public void End() => to(s_zeros);

    void Pad(long length)
    {
        if (length % TarHeader.Size is var used and > 0)
            to(s_zeros.AsSpan(0, (int)(TarHeader.Size - used)));
    }

    static byte[] Records(TarEntry entry)
    {
        using var records = new MemoryStream();
        string name = entry.Kind == TarKind.Folder ? entry.Name + "/" : entry.Name;
        if (!FitsName(name))
            Record(records, "path", Encoding.UTF8.GetBytes(name));
        if (!FitsName(entry.Target))
            Record(records, "linkpath", Encoding.UTF8.GetBytes(entry.Target));
        if (entry.Stored > MostOctal11)
            Record(records, "size", Number(entry.Stored));
        if (entry.Owner.User > MostOctal7)
            Record(records, "uid", Number(entry.Owner.User));
        if (entry.Owner.Group > MostOctal7)
            Record(records, "gid", Number(entry.Owner.Group));
        if (entry.Modified.Nanoseconds != 0 || entry.Modified.Seconds is < 0 or > MostOctal11)
            Record(records, "mtime", Encoding.ASCII.GetBytes(Time(entry.Modified)));
        foreach (var (attribute, value) in entry.Attributes)
            Record(records, $"SCHILY.xattr.{attribute}", value);
        return records.ToArray();
    }

    static bool FitsName(string name) => name.Length <= 100 && !name.AsSpan().ContainsAnyExceptInRange(' ', '~');

    static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    static string Time(Linux.FileTime time) => (time.Seconds + time.Nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);

    // A record's length counts its own digits.
    static void Record(MemoryStream records, string key, ReadOnlySpan<byte> value)
    {
        int rest = Encoding.UTF8.GetByteCount(key) + value.Length + 3, length = rest + 1;
        while (length != rest + Digits(length))
            length = rest + Digits(length);
        records.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}=")));
        records.Write(value);
        records.WriteByte((byte)'\n');
    }

    static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    static byte[] Header(string name, char type, long size, TarEntry entry)
    {
        var block = new byte[TarHeader.Size];
        Text(block, 0, 100, name);
        Octal(block, 100, 8, entry.Owner.Mode & 0xfff);
        Octal(block, 108, 8, entry.Owner.User);
        Octal(block, 116, 8, entry.Owner.Group);
        Octal(block, 124, 12, size);
        Octal(block, 136, 12, Math.Max(0, entry.Modified.Seconds));
        block[156] = (byte)type;
        Text(block, 157, 100, entry.Target);
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        Octal(block, 329, 8, entry.Major);
        Octal(block, 337, 8, entry.Minor);
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block)
            sum += value;
        Octal(block, 148, 7, sum);
        return block;
    }

    // What does not fit stands in the pax header.
    static void Text(byte[] block, int at, int size, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, size)).CopyTo(block.AsSpan(at));
    }

    static void Octal(byte[] block, int at, int size, long number)
    {
        long most = (1L << (3 * (size - 1))) - 1;
        string digits = Convert.ToString(number > most ? 0 : number, 8).PadLeft(size - 1, '0');
        Encoding.ASCII.GetBytes(digits).CopyTo(block.AsSpan(at));
    }
}
