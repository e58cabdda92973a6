using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Linux;

namespace Netctl.Listings;

/// <summary>
/// What a verb shows, as text or as JSON. Every value is given once, with its key and with the text that it is within, so that the two
/// cannot come to say different things.
/// </summary>
internal sealed class Listing
{
    static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ArrayBufferWriter<byte> _output = new();
    readonly Utf8JsonWriter? _json;

    public Listing(bool json)
    {
        if (!json) return;
        _json = new Utf8JsonWriter(_output, s_plain);
        _json.WriteStartArray();
    }

    public void Put(string key, string? value, string text)
    {
        _json?.WriteString(key, value);
        Text(text);
    }

    public void Put(string key, long value, string text)
    {
        _json?.WriteNumber(key, value);
        Text(text);
    }

    public void Put(string key, bool value, string text)
    {
        _json?.WriteBoolean(key, value);
        Text(text);
    }

    public void Put(string key, IEnumerable<string> values, string text)
    {
        _json?.WriteStartArray(key);
        foreach (string value in values) _json?.WriteStringValue(value);
        _json?.WriteEndArray();
        Text(text);
    }

    /// <summary>What the text has and JSON has not.</summary>
    public void Text(string text)
    {
        if (_json is null) Encoding.UTF8.GetBytes(text, _output);
    }

    public void EndLine() => Text("\n");

    /// <summary>One object of a list.</summary>
    public Scope Item()
    {
        _json?.WriteStartObject();
        return new Scope(() => _json?.WriteEndObject());
    }

    /// <summary>A list within an object.</summary>
    public Scope List(string key)
    {
        _json?.WriteStartArray(key);
        return new Scope(() => _json?.WriteEndArray());
    }

    /// <summary>Writes all of it to standard output.</summary>
    public int Print()
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.Flush();
            _output.Write("\n"u8);
        }
        Stdio.WriteOutput(_output.WrittenSpan);
        return ExitCode.Ok;
    }

    internal readonly struct Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
