using System.Text.Json;
using Cni;

namespace Hull.Containers;

/// <summary>
/// What a container is called, and what it is to know of others' names, as it was asked for. /etc/hosts and /etc/resolv.conf are made of it at each start:
/// the host's name servers, and the container's own addresses, may be others by then.
/// </summary>
internal sealed record NamesAsked
{
    public required string HostName { get; init; }

    /// <summary>The NIS domain name; "" for none.</summary>
    public string DomainName { get; init; } = "";

    /// <summary>What it is called in its own /etc/hosts: the whole name first.</summary>
    public string OwnNames => DomainName == "" ? HostName : $"{HostName}.{DomainName} {HostName}";

    /// <summary>What resolv.conf is to say in place of what the host's says.</summary>
    public CniDns Dns { get; init; } = new();

    /// <summary>Lines of /etc/hosts beyond its own: an address and a name.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("hostName", HostName);
        json.WriteString("domainName", DomainName);
        WriteTexts(json, "nameservers", Dns.Nameservers);
        WriteTexts(json, "search", Dns.Search);
        WriteTexts(json, "options", Dns.Options);
        WriteTexts(json, "moreHosts", MoreHosts);
        json.WriteEndObject();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static NamesAsked Read(JsonElement json)
    {
        IReadOnlyList<string> Texts(string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
        return new()
        {
            HostName = json.GetProperty("hostName").GetString()!,
            DomainName = json.TryGetProperty("domainName", out var domain) ? domain.GetString()! : "",
            Dns = new() { Nameservers = Texts("nameservers"), Search = Texts("search"), Options = Texts("options") },
            MoreHosts = Texts("moreHosts"),
        };
    }
}
