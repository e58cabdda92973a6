namespace Packets.Protocols;

/// <summary>The first line of a request or an answer of HTTP/1.</summary>
internal static class Http
{
    public static bool IsPort(ushort port) => port is 80 or 8080 or 3128;

    public static void Describe(ReadOnlySpan<byte> data, Line to)
    {
        to.Add(": HTTP"u8);
        int end = data.IndexOfAny((byte)'\r', (byte)'\n');
        if (IsMessage(data) && end > 0) to.Add(": "u8).Foreign(data[..end]);
    }

    static bool IsMessage(ReadOnlySpan<byte> data) => data.StartsWith("HTTP/"u8) || data.StartsWith("GET "u8) || data.StartsWith("HEAD "u8) || data.StartsWith("PUT "u8)
        || data.StartsWith("POST "u8) || data.StartsWith("PATCH "u8) || data.StartsWith("DELETE "u8) || data.StartsWith("OPTIONS "u8) || data.StartsWith("CONNECT "u8);
}
