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
    readonly OutputBuffer _output = new();
    readonly Utf8JsonWriter? _json;
    int _depth, _recordStart;

    public Listing(OutputModes modes)
    {
        Modes = modes;
        if (!modes.Json) return;
        _json = new Utf8JsonWriter(_output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = modes.Pretty, IndentSize = 4 });
        _json.WriteStartArray();
    }

    public OutputModes Modes { get; }

    public void Put(string key, string? value, string text, Tone tone = Tone.Plain)
    {
        _json?.WriteString(key, value);
        Text(text, tone);
    }

    public void Put(string key, long value, string text)
    {
        _json?.WriteNumber(key, value);
        Text(text);
    }

    public void Put(string key, ulong value, string text)
    {
        _json?.WriteNumber(key, value);
        Text(text);
    }

    /// <summary>A number that keeps the digits it has: 0.00.</summary>
    public void Put(string key, decimal value, string text)
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
        if (_json is not null)
        {
            _json.WriteStartArray(key);
            foreach (string value in values) _json.WriteStringValue(value);
            _json.WriteEndArray();
        }
        Text(text);
    }

    /// <summary>What JSON has and the text has not.</summary>
    public void Mark(string key) => _json?.WriteNull(key);

    /// <summary>What the text has and JSON has not.</summary>
    public void Text(string text, Tone tone = Tone.Plain)
    {
        if (_json is not null) return;
        if (tone == Tone.Plain || !Modes.Color)
        {
            _output.Write(text);
            return;
        }
        var trimmed = text.AsSpan().TrimEnd(' ');
        _output.Write(s_paints[(int)tone]);
        _output.Write(trimmed);
        _output.Write(Unpainted);
        _output.Write(text.AsSpan(trimmed.Length));
    }

    public void EndLine() => Text("\n");

    /// <summary>One object of a list. The outermost are the records: with -o each is a line.</summary>
    public Scope Item()
    {
        if (_depth++ == 0) _recordStart = _output.Length;
        _json?.WriteStartObject();
        return new Scope(this, End.Item);
    }

    /// <summary>A list within an object.</summary>
    public Scope List(string key)
    {
        _json?.WriteStartArray(key);
        return new Scope(this, End.List);
    }

    /// <summary>An object within an object.</summary>
    public Scope Object(string key)
    {
        _json?.WriteStartObject(key);
        return new Scope(this, End.Object);
    }

    void Close(End what)
    {
        if (what == End.Item && --_depth == 0 && _json is null && Modes.OneLine) MakeOneLine();
        if (what == End.List) _json?.WriteEndArray();
        else _json?.WriteEndObject();
    }

    void MakeOneLine()
    {
        var record = _output.Since(_recordStart);
        if (record.Length > 1) record[..^1].Replace((byte)'\n', (byte)'\\');
    }

    /// <summary>Writes all of it to standard output.</summary>
    public int Print()
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.Flush();
            _output.Write("\n");
        }
        Stdio.WriteOutput(_output.Since(0));
        return ExitCode.Ok;
    }

    // By Tone, the colours that ip has for a dark terminal and a bright one alike.
    static readonly string[] s_paints = ["", "\e[36m", "\e[33m", "\e[35m", "\e[34m", "\e[32m", "\e[31m"];
    const string Unpainted = "\e[0m";

    internal enum End { Item, List, Object }

    internal readonly struct Scope(Listing of, End end) : IDisposable
    {
        public void Dispose() => of.Close(end);
    }
}
