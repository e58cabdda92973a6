using System.Buffers;
using System.Text.Json;
using Cni;

namespace Plugins.Dhcp;

/// <summary>What the daemon says: one JSON document, with a result, an error, or nothing but that all is well.</summary>
internal sealed record DaemonAnswer
{
    public static DaemonAnswer Done { get; } = new();

    /// <summary>The lease, in the terms of CNI.</summary>
    public CniResult? Result { get; init; }

    public CniError? Error { get; init; }

    public static DaemonAnswer Failed(CniErrorCode code, string message) => new() { Error = new(code, message) };

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Result is not null)
            {
                json.WritePropertyName("result");
                Result.WriteTo(json, CniVersion.Newest);
            }
            if (Error is not null)
            {
                json.WriteStartObject("error");
                json.WriteNumber("code", (int)Error.Code);
                json.WriteString("msg", Error.Sentence);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">It is not whole.</exception>
    public static DaemonAnswer Read(ReadOnlyMemory<byte> bytes)
    {
        var json = new ConfigObject(JsonDocument.Parse(bytes).RootElement);
        var error = json.Object("error");
        return new()
        {
            Result = json.Find("result") is { } result ? CniResult.Read(result, CniVersion.Newest) : null,
            Error = error.IsSet ? new((CniErrorCode)error.Int("code", (int)CniErrorCode.Internal), error.String("msg")) : null,
        };
    }
}
