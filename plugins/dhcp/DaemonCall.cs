using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cni;

namespace Plugins.Dhcp;

/// <summary>What a plugin asks of the daemon: one JSON document, to the end of what it writes. README.md here describes it.</summary>
internal sealed record DaemonCall(CniVerb Verb, LeaseKey Key)
{
    static readonly string[] s_commands = ["ADD", "DEL", "CHECK", "GC", "STATUS"];   // in the order of CniVerb

    /// <summary>The path of the container's namespace; "" where it does not matter.</summary>
    public string NetNs { get; init; } = "";

    /// <summary>Options to tell the server.</summary>
    public IReadOnlyList<(byte Code, byte[] Value)> Provided { get; init; } = [];

    /// <summary>Options to ask the server for.</summary>
    public IReadOnlyList<byte> Requested { get; init; } = [];

    /// <summary>For GC: the attachments of the network that are to keep their leases.</summary>
    public IReadOnlyCollection<AttachmentKey> Valid { get; init; } = [];

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("command", s_commands[(int)Verb]);
            WriteTo(json);
            if (Verb == CniVerb.Gc)
                AttachmentKey.Write(json, "valid", Valid);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>All that belongs to a lease, for the daemon's own notes too.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("network", Key.Network);
        json.WriteString("containerID", Key.ContainerId);
        json.WriteString("ifname", Key.IfName);
        json.WriteString("netns", NetNs);
        json.WriteStartArray("provide");
        foreach (var (code, value) in Provided)
        {
            json.WriteStartObject();
            json.WriteNumber("option", code);
            json.WriteString("value", Convert.ToHexStringLower(value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("request");
        foreach (byte code in Requested)
            json.WriteNumberValue(code);
        json.WriteEndArray();
    }

    /// <summary>What is wrong becomes a problem of the document's.</summary>
    public static DaemonCall Read(ConfigObject json)
    {
        int verb = Array.IndexOf(s_commands, json.String("command"));
        if (verb < 0)
            json.Complain("command", $"is none of {string.Join(", ", s_commands)}");
        return ReadLease(json) with
        {
            Verb = (CniVerb)verb,
            Valid = [.. json.Objects("valid").Select(item => new AttachmentKey(item.String("containerID"), item.String("ifname")))],
        };
    }

    /// <inheritdoc cref="Read"/>
    public static DaemonCall ReadLease(ConfigObject json) =>
        new(CniVerb.Add, new(json.String("network"), json.String("containerID"), json.String("ifname")))
        {
            NetNs = json.String("netns"), Provided = ReadProvided(json), Requested = ReadRequested(json),
        };

    static List<(byte, byte[])> ReadProvided(ConfigObject json)
    {
        var provided = new List<(byte, byte[])>();
        foreach (var item in json.Objects("provide"))
            if (ReadCode(item.Int("option")) is { } code && Hex(item.String("value")) is { } value)
                provided.Add((code, value));
            else
                item.Complain("option", "is no number from 1 to 254, or has no value in hexadecimal");
        return provided;
    }

    static List<byte> ReadRequested(ConfigObject json)
    {
        var requested = new List<byte>();
        if (json.Find("request") is not { } list)
            return requested;
        foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) && ReadCode(number) is { } code)
                requested.Add(code);
            else
                json.Complain("request", $"holds {item.GetRawText()}, which is no number from 1 to 254");
        return requested;
    }

    static byte? ReadCode(int number) => number is > 0 and < 255 ? (byte)number : null;

    /// <summary>Null for what is not in hexadecimal.</summary>
    public static byte[]? Hex(string text)
    {
        var bytes = new byte[text.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
            if (!byte.TryParse(text.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        return text.Length % 2 == 0 ? bytes : null;
    }
}
