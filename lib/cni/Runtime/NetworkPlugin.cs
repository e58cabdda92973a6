using System.Text.Json;

namespace Cni;

/// <summary>One plugin of a network's configuration. What it says is for the plugin to read, and is passed on whole.</summary>
public sealed record NetworkPlugin
{
    readonly List<string> _capabilities = [];

    internal NetworkPlugin(ConfigObject members)
    {
        Json = members.Json;
        Type = members.String("type");
        if (Type == "")
            members.Complain("type", "is missing");
        else if (Type.Contains('/'))
            members.Complain("type", $"is {Type}, not the name of a file in CNI_PATH");
        if (members.Find("capabilities") is { ValueKind: JsonValueKind.Object } declared)
            foreach (var capability in declared.EnumerateObject())
                if (capability.Value.ValueKind == JsonValueKind.True)
                    _capabilities.Add(capability.Name);
    }

    /// <summary>The name of its executable.</summary>
    public string Type { get; }

    /// <summary>What of <see cref="AttachOptions.Capabilities"/> it wants to be told.</summary>
    public IReadOnlyList<string> Capabilities => _capabilities;

    internal JsonElement Json { get; }
}
