using System.Text.Json;

namespace Cni;

/// <summary>What a runtime asks for one container beyond what the network's configuration says.</summary>
public sealed record AttachOptions
{
    public static AttachOptions None { get; } = new();

    /// <summary>The variable CNI_ARGS, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Args { get; init; } = [];

    /// <summary>By capability (portMappings, ips, mac …), for those plugins whose configuration declares it.</summary>
    public IReadOnlyDictionary<string, JsonElement> Capabilities { get; init; } = new Dictionary<string, JsonElement>();
}
