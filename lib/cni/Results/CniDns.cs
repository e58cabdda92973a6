using System.Text.Json;

namespace Cni;

/// <summary>What belongs into the container's resolv.conf.</summary>
public sealed record CniDns
{
    public IReadOnlyList<string> Nameservers { get; init; } = [];
    public string Domain { get; init; } = "";
    public IReadOnlyList<string> Search { get; init; } = [];
    public IReadOnlyList<string> Options { get; init; } = [];

    public bool IsEmpty => Nameservers.Count == 0 && Domain == "" && Search.Count == 0 && Options.Count == 0;

    public static CniDns Read(ConfigObject json) => new()
    {
        Nameservers = json.Strings("nameservers"),
        Domain = json.String("domain"),
        Search = json.Strings("search"),
        Options = json.Strings("options"),
    };

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteUnlessEmpty("nameservers", Nameservers);
        json.WriteUnlessEmpty("domain", Domain);
        json.WriteUnlessEmpty("search", Search);
        json.WriteUnlessEmpty("options", Options);
        json.WriteEndObject();
    }
}
