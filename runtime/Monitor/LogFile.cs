using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
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

    readonly FileDescriptor _file = FileDescriptor.Append(path, mode: 0x180 /* 0600 */);
    readonly ArrayBufferWriter<byte> _line = new();

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
        return Math.Min(end, LongestLine);
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
        _file.Write(_line.WrittenSpan);
    }

    public void Dispose() => _file.Dispose();
}
