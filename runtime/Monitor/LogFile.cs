using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hull.Containers;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// What a container wrote, line by line in the order it came, in docker's json-file form:
/// {"log":"text\n","stream":"stdout","time":"2026-01-02T03:04:05.678Z"}. A line without its end, or one over 16 KiB, is in parts.
/// </summary>
internal sealed class LogFile(string path) : IDisposable
{
    const int LongestLine = 16384;
    static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ArrayBufferWriter<byte> _line = new();
    FileDescriptor _file = Open(path);

    /// <summary>How long a file of it gets before the next is begun; null for as long as there is room.</summary>
    public long? LongestFile { get; init; }

    /// <summary>How many files there are at most. The oldest makes room for a new one.</summary>
    public int MostFiles { get; init; } = 1;

    /// <summary>A container's, as it was asked for; null for one that keeps none.</summary>
    public static LogFile? Open(Container container) => container.Log.Driver == LogAsked.None
        ? null
        : new(container.Files.Log) { LongestFile = container.Log.MaxSize, MostFiles = container.Log.MaxFile };

    /// <inheritdoc cref="Stream(string)"/>
    public static Action<ReadOnlySpan<byte>> Stream(LogFile? log, string name) => log is null ? _ => { } : log.Stream(name);

    /// <summary>Where it is: what is written now, and, the higher their number, the older ones.</summary>
    public static string NameOf(string path, int age) => age == 0 ? path : $"{path}.{age}";

    static FileDescriptor Open(string path) => FileDescriptor.Append(path, mode: 0x180 /* 0600 */);

    /// <summary>One stream's way into the log. An empty piece is the stream's end.</summary>
    public Action<ReadOnlySpan<byte>> Stream(string name)
    {
        var rest = new ArrayBufferWriter<byte>();
        return piece =>
        {
            rest.Write(piece);
            var text = rest.WrittenSpan;
            while (EndOfLine(text, atEnd: piece.IsEmpty) is var size and > 0)
            {
                Write(name, text[..size]);
                text = text[size..];
            }
            byte[] left = text.ToArray();
            rest.ResetWrittenCount();
            rest.Write(left);
        };
    }

    static int EndOfLine(ReadOnlySpan<byte> text, bool atEnd)
    {
        int end = text.IndexOf((byte)'\n') + 1;
        if (end == 0 && (atEnd || text.Length >= LongestLine))
            end = text.Length;
        return end <= LongestLine ? end : WholeCharacters(text[..LongestLine]);
    }

    // A line that is cut is cut between two characters: in UTF-8 all bytes of one but the first begin with the bits 10.
    static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        int first = end - 1;
        while (first > end - 4 && (text[first] & 0xc0) == 0x80)
            first--;
        int length = text[first] switch { >= 0xf0 => 4, >= 0xe0 => 3, >= 0xc0 => 2, _ => 1 };
        return first + length > end ? first : end;
    }

    void Write(string stream, ReadOnlySpan<byte> text)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, s_relaxed))
        {
            json.WriteStartObject();
            json.WriteString("log", System.Text.Encoding.UTF8.GetString(text));
            json.WriteString("stream", stream);
            json.WriteString("time", DateTime.UtcNow);
            json.WriteEndObject();
        }
        _line.Write("\n"u8);
        try
        {
            if (LongestFile is { } longest && _file.FileLength() is var length and > 0 && length + _line.WrittenCount > longest)
                TurnOver();
            _file.Write(_line.WrittenSpan);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoSpace or Errno.Io)
        {
            return;   // a full disk takes the log's lines, not the container
        }
    }

    void TurnOver()
    {
        _file.Dispose();
        for (int age = MostFiles - 1; age > 0; age--)
            AtomicFile.TryRename(NameOf(path, age - 1), NameOf(path, age));
        if (MostFiles == 1)
            SmallFile.Remove(path);
        _file = Open(path);
    }

    public void Dispose() => _file.Dispose();
}
