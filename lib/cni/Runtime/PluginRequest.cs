using System.Buffers;
using System.Text.Json;

namespace Cni;

/// <summary>What a plugin is given on standard input: its part of the network's configuration, and what this call adds to it.</summary>
internal sealed record PluginRequest(NetworkList Network, NetworkPlugin Plugin)
{
    public CniResult? PrevResult { get; init; }
    public IReadOnlyDictionary<string, JsonElement> Capabilities { get; init; } = AttachOptions.None.Capabilities;

    /// <summary>For GC.</summary>
    public IReadOnlyCollection<AttachmentKey>? Valid { get; init; }

    public ReadOnlyMemory<byte> ToJson()
    {
        var wanted = Plugin.Capabilities.Where(Capabilities.ContainsKey).ToList();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Plain))
        {
            json.WriteStartObject();
            json.WriteString("cniVersion", Network.CniVersion.ToString());
            json.WriteString("name", Network.Name);
            foreach (var member in Plugin.Json.EnumerateObject())
                if (!IsOurs(member.Name, wanted.Count > 0))
                    member.WriteTo(json);
            WriteRuntimeConfig(json, wanted);
            if (PrevResult is not null)
            {
                json.WritePropertyName("prevResult");
                PrevResult.WriteTo(json, Network.CniVersion);
            }
            WriteValid(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    bool IsOurs(string key, bool hasRuntimeConfig) =>
        Is(key, "cniVersion") || Is(key, "name") || Is(key, "prevResult") && PrevResult is not null || Is(key, "runtimeConfig") && hasRuntimeConfig;

    // Plugins read keys in any case, and of equal ones the last.
    static bool Is(string key, string ours) => string.Equals(key, ours, StringComparison.OrdinalIgnoreCase);

    void WriteRuntimeConfig(Utf8JsonWriter json, List<string> wanted)
    {
        if (wanted.Count == 0)
            return;
        json.WriteStartObject("runtimeConfig");
        foreach (string capability in wanted)
        {
            json.WritePropertyName(capability);
            Capabilities[capability].WriteTo(json);
        }
        json.WriteEndObject();
    }

    // Under both names: the second is what was first released, and some plugins know only that.
    void WriteValid(Utf8JsonWriter json)
    {
        if (Valid is null)
            return;
        foreach (string name in (string[])["cni.dev/valid-attachments", "cni.dev/attachments"])
            AttachmentKey.Write(json, name, Valid);
    }
}
