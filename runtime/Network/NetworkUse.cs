using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;

namespace Hull.Network;

/// <summary>One of a container's networks, and what the container is to have there.</summary>
internal sealed record NetworkUse
{
    public required string Network { get; init; }

    /// <summary>What the interface is called in the container; "" until its place among the container's others is known.</summary>
    public string IfName { get; init; } = "";

    /// <summary>The addresses it is to have, at most one of each family; others are the network's choice.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];
    public string? Mac { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The network of the highest has the default route, and the published ports; of two alike the one that was named first.</summary>
    public int GatewayPriority { get; init; }

    /// <summary>Bits a second, each way; 0 for no limit.</summary>
    public long Bandwidth { get; init; }

    /// <summary>Reads docker's words, name=NET,ip=10.1.2.3,alias=db, or podman's, NET:ip=10.1.2.3,alias=db; or the name alone.</summary>
    public static NetworkUse Parse(string text)
    {
        var (name, settings) = text.IndexOf('=') < 0 || text.StartsWith("ns:", StringComparison.Ordinal) || text.StartsWith("container:", StringComparison.Ordinal)
            ? (text, "")
            : text.IndexOf(':') is var colon and > 0 && colon < text.IndexOf('=') ? (text[..colon], text[(colon + 1)..]) : ("", text);
        var use = new NetworkUse { Network = name };
        foreach (string setting in settings.Split(',', StringSplitOptions.RemoveEmptyEntries))
            use = setting.Split('=', 2) is [var key, var value] ? use.With(key, value, text) : throw Wrong(text, $"\"{setting}\" is no KEY=VALUE");
        return use.Network != "" ? use : throw Wrong(text, "it names no network");
    }

    NetworkUse With(string key, string value, string text) => key switch
    {
        "name" => this with { Network = value },
        "ip" or "ip6" => this with { Addresses = [.. Addresses, AddressOf(key, value)] },
        "mac" or "mac-address" => this with { Mac = MacOf(value) },
        "alias" => this with { Aliases = [.. Aliases, value] },
        "gw-priority" => this with { GatewayPriority = PriorityOf(value) },
        "interface_name" or "ifname" => this with { IfName = value },
        _ => throw Wrong(text, $"there is no setting {key}; there are ip, ip6, mac-address, alias, gw-priority and interface_name"),
    };

    /// <param name="option">Where it was said: ip, or ip6 for IPv6 only.</param>
    public static IPAddress AddressOf(string option, string text) =>
        IPAddress.TryParse(text, out var address) && (option != "ip6" || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            ? address
            : throw new HullException($"{option} is \"{text}\", which is no {(option == "ip6" ? "IPv6 " : "")}address");

    /// <summary>Six bytes with colons between, in lower case.</summary>
    public static string MacOf(string text) =>
        PhysicalAddress.TryParse(text, out var mac) && mac.GetAddressBytes() is { Length: 6 } bytes && (bytes[0] & 1) == 0
            ? string.Join(':', bytes.Select(part => part.ToString("x2", CultureInfo.InvariantCulture)))
            : throw new HullException($"\"{text}\" is no MAC address of a container's: it reads 02:42:0a:01:02:03, with an even first byte");

    static int PriorityOf(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw new HullException($"gw-priority is \"{text}\", which is no number");

    static HullException Wrong(string text, string why) => new($"invalid --network {text}: {why}; it reads NAME, or name=NAME,ip=ADDRESS,alias=NAME");

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("network", Network);
        json.WriteString("ifName", IfName);
        WriteTexts(json, "addresses", Addresses.Select(address => address.ToString()));
        if (Mac is not null)
            json.WriteString("mac", Mac);
        WriteTexts(json, "aliases", Aliases);
        json.WriteNumber("gatewayPriority", GatewayPriority);
        json.WriteNumber("bandwidth", Bandwidth);
        json.WriteEndObject();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static NetworkUse Read(JsonElement json) => new()
    {
        Network = json.GetProperty("network").GetString()!,
        IfName = json.GetProperty("ifName").GetString()!,
        Addresses = [.. json.GetProperty("addresses").EnumerateArray().Select(text => IPAddress.Parse(text.GetString()!))],
        Mac = json.TryGetProperty("mac", out var mac) ? mac.GetString() : null,
        Aliases = [.. json.GetProperty("aliases").EnumerateArray().Select(text => text.GetString()!)],
        GatewayPriority = json.GetProperty("gatewayPriority").GetInt32(),
        Bandwidth = json.GetProperty("bandwidth").GetInt64(),
    };
}
