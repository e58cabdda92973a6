using System.Net;
using System.Text.Json;

namespace Cni;

/// <summary>An address of the result. The interface is an index into the result's interfaces; an address plugin leaves it unset.</summary>
public sealed record CniAddress(Cidr Address, IPAddress? Gateway = null, int? Interface = null)
{
    internal static CniAddress? Read(ConfigObject json)
    {
        if (json.Cidr("address") is { } address)
            return new(address, json.Address("gateway"), json.FindInt("interface"));
        if (json.Find("address") is null)
            json.Complain("address", "is missing");
        return null;
    }

    internal void WriteTo(Utf8JsonWriter json, CniVersion version)
    {
        json.WriteStartObject();
        if (version.Major < 1)
            json.WriteString("version", Address.IsIPv4 ? "4" : "6");
        json.WriteUnlessNull("interface", Interface);
        json.WriteString("address", Address.ToString());
        json.WriteUnlessNull("gateway", Gateway);
        json.WriteEndObject();
    }
}
