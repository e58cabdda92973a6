using System.Globalization;
using System.Text.Json;

namespace Hull.Monitor;

/// <summary>A line of a log, or a part of one, as <see cref="LogFile"/> wrote it.</summary>
internal sealed class LogEntry
{
    byte[] _text = new byte[256];
    int _length;

    /// <summary>With its line end, unless the line goes on in another entry or ended without one.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>Written to standard error, not output.</summary>
    public bool IsError { get; private set; }

    /// <summary>When it was written, UTC.</summary>
    public DateTime Time { get; private set; }

    /// <summary>As docker prints it: with nine digits after the point, so that all are equally long.</summary>
    public string Stamp => Time.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00Z";

    /// <summary>Reads a line of the file. False for one that is none: a machine that lost its power may leave such.</summary>
    public bool Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            (_length, IsError, Time) = (0, false, default);
            while (json.Read())
                if (json.TokenType == JsonTokenType.PropertyName)
                    Read(ref json);
            return Time != default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    void Read(ref Utf8JsonReader json)
    {
        bool isText = json.ValueTextEquals("log"u8), isStream = json.ValueTextEquals("stream"u8), isTime = json.ValueTextEquals("time"u8);
        json.Read();
        if (isStream)
            IsError = json.ValueTextEquals("stderr"u8);
        else if (isTime)
            Time = json.GetDateTime().ToUniversalTime();
        else if (isText)
        {
            if (_text.Length < json.ValueSpan.Length)
                _text = new byte[2 * json.ValueSpan.Length];
            _length = json.CopyString(_text);
        }
    }
}
