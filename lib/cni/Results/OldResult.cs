using System.Text.Json;

namespace Cni;

/// <summary>Results as specifications 0.1.0 and 0.2.0 have them: <c>ip4</c> and <c>ip6</c>, each with its own routes, and no interfaces.</summary>
internal static class OldResult
{
    static readonly string[] s_families = ["ip4", "ip6"];

    public static CniResult Read(ConfigObject json)
    {
        var (ips, routes) = (new List<CniAddress>(), new List<CniRoute>());
        foreach (string family in s_families)
        {
            var ip = json.Object(family);
            if (ip.Cidr("ip") is { } address)
                ips.Add(new(address, ip.Address("gateway")));
            routes.AddRange(CniResult.ReadAll(ip, "routes", CniRoute.Read));
        }
        return new() { Ips = ips, Routes = routes, Dns = CniDns.Read(json.Object("dns")) };
    }

    public static void Write(CniResult result, Utf8JsonWriter json, CniVersion version)
    {
        if (result.Ips.Count == 0)
            throw new CniError(CniErrorCode.Internal, "cannot convert: no valid IP addresses");
        json.WriteStartObject();
        json.WriteString("cniVersion", version.ToString());
        WriteFamily(result, json, isIPv4: true);
        WriteFamily(result, json, isIPv4: false);
        json.WritePropertyName("dns");
        result.Dns.WriteTo(json);
        json.WriteEndObject();
    }

    static void WriteFamily(CniResult result, Utf8JsonWriter json, bool isIPv4)
    {
        if (result.Ips.FirstOrDefault(ip => ip.Address.IsIPv4 == isIPv4) is not { } first)
            return;
        json.WriteStartObject(isIPv4 ? "ip4" : "ip6");
        json.WriteString("ip", first.Address.ToString());
        json.WriteUnlessNull("gateway", first.Gateway);
        if (result.Routes.Any(route => route.Destination.IsIPv4 == isIPv4))
        {
            json.WriteStartArray("routes");
            foreach (var route in result.Routes)
                if (route.Destination.IsIPv4 == isIPv4)
                    new CniRoute(route.Destination, route.Gateway).WriteTo(json, CniVersion.Oldest);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
