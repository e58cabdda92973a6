using System.Net;
using System.Text.Json;

namespace Cni;

/// <summary>A route the container is to have. Without a gateway it goes through that of the first address of its family.</summary>
public sealed record CniRoute(Cidr Destination, IPAddress? Gateway = null)
{
    /// <summary>In bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>The largest TCP segment to advertise, in bytes.</summary>
    public int? AdvMss { get; init; }

    /// <summary>The kernel's metric: of equal routes, the lowest is taken.</summary>
    public int? Priority { get; init; }

    public int? Table { get; init; }

    /// <summary>As rtnetlink(7) numbers it: 0 universe, 253 link, 254 host.</summary>
    public int? Scope { get; init; }

    /// <summary>Reads a route of a result, or of a configuration's <c>routes</c>. Null when it has no usable destination.</summary>
    public static CniRoute? Read(ConfigObject json)
    {
        if (json.Cidr("dst") is not { } destination)
        {
            if (json.Find("dst") is null)
                json.Complain("dst", "is missing");
            return null;
        }
        return new(destination, json.Address("gw"))
        {
            Mtu = json.FindInt("mtu"),
            AdvMss = json.FindInt("advmss"),
            Priority = json.FindInt("priority"),
            Table = json.FindInt("table"),
            Scope = json.FindInt("scope"),
        };
    }

    /// <summary>The key <c>routes</c> of a result or a configuration.</summary>
    public static IReadOnlyList<CniRoute> ReadAll(ConfigObject json) => CniResult.ReadAll(json, "routes", Read);

    internal void WriteTo(Utf8JsonWriter json, CniVersion version)
    {
        json.WriteStartObject();
        json.WriteString("dst", Destination.ToString());
        json.WriteUnlessNull("gw", Gateway);
        if (version.HasLists)
        {
            json.WriteUnlessNull("mtu", Mtu is 0 ? null : Mtu);
            json.WriteUnlessNull("advmss", AdvMss is 0 ? null : AdvMss);
            json.WriteUnlessNull("priority", Priority is 0 ? null : Priority);
            json.WriteUnlessNull("table", Table);
            json.WriteUnlessNull("scope", Scope);
        }
        json.WriteEndObject();
    }
}
