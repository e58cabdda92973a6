using System.Text.Json;

namespace Cni;

/// <summary>What an ADD made, in the terms of the newest specification. Older ones are ways to write and read it.</summary>
public sealed record CniResult
{
    public IReadOnlyList<CniInterface> Interfaces { get; init; } = [];
    public IReadOnlyList<CniAddress> Ips { get; init; } = [];
    public IReadOnlyList<CniRoute> Routes { get; init; } = [];
    public CniDns Dns { get; init; } = new();

    /// <summary>Reads a result. One that names no version is of the version given, which is that of the configuration it answers.</summary>
    /// <exception cref="CniError">All that is wrong with it.</exception>
    public static CniResult Read(JsonElement json, CniVersion unnamed)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return new();
        var members = new ConfigObject(json);
        var result = Read(members, unnamed);
        return members.Problems.Count == 0
            ? result
            : throw new CniError(CniErrorCode.DecodingFailure, $"wrong result: {string.Join("; ", members.Problems)}");
    }

    /// <summary>Reads a result that is part of something else, such as a prevResult; what is wrong is told there.</summary>
    internal static CniResult Read(ConfigObject json, CniVersion unnamed)
    {
        string named = json.String("cniVersion");
        var version = named == "" ? unnamed : CniVersion.Find(named);
        if (version is null)
            json.Complain("cniVersion", $"is {named}, which is not known here");
        else if (!version.Value.HasLists)
            return OldResult.Read(json);
        return new()
        {
            Interfaces = ReadAll(json, "interfaces", CniInterface.Read),
            Ips = ReadAll(json, "ips", CniAddress.Read),
            Routes = ReadAll(json, "routes", CniRoute.Read),
            Dns = CniDns.Read(json.Object("dns")),
        };
    }

    internal static IReadOnlyList<T> ReadAll<T>(ConfigObject json, string key, Func<ConfigObject, T?> read) where T : class
    {
        var all = new List<T>();
        foreach (var item in json.Objects(key))
            if (read(item) is { } value)
                all.Add(value);
        return all;
    }

    /// <summary>Writes the result as a version of the specification has it. Versions before 0.3.0 hold one address of each family.</summary>
    /// <exception cref="CniError">The version cannot say it.</exception>
    public void WriteTo(Utf8JsonWriter json, CniVersion version)
    {
        if (!version.HasLists)
        {
            OldResult.Write(this, json, version);
            return;
        }
        json.WriteStartObject();
        json.WriteString("cniVersion", version.ToString());
        WriteLists(json, version);
        if (version.Major < 1 || !Dns.IsEmpty)
        {
            json.WritePropertyName("dns");
            Dns.WriteTo(json);
        }
        json.WriteEndObject();
    }

    void WriteLists(Utf8JsonWriter json, CniVersion version)
    {
        if (Interfaces.Count > 0)
        {
            json.WriteStartArray("interfaces");
            foreach (var link in Interfaces)
                link.WriteTo(json, version);
            json.WriteEndArray();
        }
        if (Ips.Count > 0)
        {
            json.WriteStartArray("ips");
            foreach (var ip in Ips)
                ip.WriteTo(json, version);
            json.WriteEndArray();
        }
        if (Routes.Count > 0)
        {
            json.WriteStartArray("routes");
            foreach (var route in Routes)
                route.WriteTo(json, version);
            json.WriteEndArray();
        }
    }
}
