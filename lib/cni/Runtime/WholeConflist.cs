using System.Buffers;
using System.Text.Json;

namespace Cni;

/// <summary>A network's configuration as one document, when it came in several: plugins in files of their own, or no list at all.</summary>
internal static class WholeConflist
{
    /// <summary>The list, with the plugins that lie beside it behind its own.</summary>
    public static ReadOnlyMemory<byte> Of(ConfigObject list, IReadOnlyList<NetworkPlugin> plugins) => Write(plugins, json =>
    {
        foreach (var member in list.Json.EnumerateObject())
            if (!string.Equals(member.Name, "plugins", StringComparison.OrdinalIgnoreCase))
                member.WriteTo(json);
    });

    /// <summary>A single plugin as a list of one, as libcni makes it.</summary>
    public static ReadOnlyMemory<byte> OfSingle(ConfigObject plugin, NetworkPlugin only) => Write([only], json =>
    {
        json.WriteString("cniVersion", plugin.String("cniVersion"));
        json.WriteString("name", plugin.String("name"));
    });

    static ReadOnlyMemory<byte> Write(IReadOnlyList<NetworkPlugin> plugins, Action<Utf8JsonWriter> writeHead)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Plain))
        {
            json.WriteStartObject();
            writeHead(json);
            json.WriteStartArray("plugins");
            foreach (var plugin in plugins)
                plugin.Json.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
