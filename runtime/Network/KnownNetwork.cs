using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cni;
using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>A network that a container can have: one of /etc/cni/net.d, whoever made it, or the one that is built in; or, for the list, host and none.</summary>
internal sealed record KnownNetwork(string Name, string Id, string Driver)
{
    public bool IsPreset { get; init; }

    /// <summary>The file that it is in, when hull made it.</summary>
    public string? File { get; init; }
    public HullRecord? Record { get; init; }
    public NetworkList? Configuration { get; init; }
    public IReadOnlyList<AddressPool> Pools { get; init; } = [];

    /// <summary>The host's link that its containers are plugged into; null when it has none of its own.</summary>
    public string? BridgeName { get; init; }

    public IEnumerable<Cidr> Subnets => Pools.Select(pool => pool.Subnet);
    public string ShortId => Id[..12];

    /// <summary>Ours first, then the others by name.</summary>
    public static IReadOnlyList<KnownNetwork> All()
    {
        var files = NetworkList.LoadAll(Networks.Folder, out _).Select(Of).ToList();
        if (!files.Exists(network => network.Name == DefaultNetwork.Name))
            files.Add(Of(DefaultNetwork.Configuration));
        return [.. files.Append(new(NetworkMode.Host, IdOf(NetworkMode.Host), "host") { IsPreset = true })
            .Append(new(NetworkMode.None, IdOf(NetworkMode.None), "null") { IsPreset = true }).OrderBy(network => network.Name, StringComparer.Ordinal)];
    }

    /// <summary>By name, by id, or by the beginning of an id that no other network shares.</summary>
    public static KnownNetwork Get(string nameOrId)
    {
        var all = All();
        if (all.FirstOrDefault(network => network.Name == nameOrId || network.Id == nameOrId) is { } exact)
            return exact;
        var matches = nameOrId == "" ? [] : all.Where(network => network.Id.StartsWith(nameOrId, StringComparison.Ordinal)).ToList();
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new HullException($"network {nameOrId} not found; `hull network ls` lists them", exitCode: 1),
            _ => throw new HullException($"{nameOrId} is the beginning of {matches.Count} ids of networks: give more of the one that is meant", exitCode: 1),
        };
    }

    public static KnownNetwork Of(NetworkList configuration)
    {
        var json = JsonNode.Parse(configuration.Whole.Span);
        var record = HullRecord.Read(json);
        string file = FileOf(configuration.Name);
        return new(configuration.Name, record?.Id ?? IdOf(configuration.Name), record?.Driver ?? configuration.Plugins[0].Type)
        {
            IsPreset = configuration.Name == DefaultNetwork.Name && record is null,
            File = record is not null && System.IO.File.Exists(file) ? file : null,
            Record = record,
            Configuration = configuration,
            Pools = [.. PoolsIn(json).Distinct()],
            BridgeName = json?["plugins"]?[0] is { } first && first["type"]?.ToString() == NewNetwork.Bridge ? first["bridge"]?.ToString() : null,
        };
    }

    public static string FileOf(string name) => $"{Networks.Folder}/{name}.conflist";

    // host-local's two ways to say it: ranges, or the members of one beside its type.
    static IEnumerable<AddressPool> PoolsIn(JsonNode? conflist)
    {
        foreach (var plugin in conflist?["plugins"] as JsonArray ?? [])
        {
            var ranges = (plugin?["ipam"]?["ranges"] as JsonArray)?.SelectMany(set => set as JsonArray ?? []) ?? [];
            foreach (var range in ranges.Append(plugin?["ipam"]))
                if (range is JsonObject one && Cidr.Parse(one["subnet"]?.ToString()) is { } subnet)
                    yield return new(subnet, IPAddress.TryParse(one["gateway"]?.ToString(), out var gateway) ? gateway : null);
        }
    }

    // Who has no id of its own is known by its name's.
    static string IdOf(string name)
    {
        var hash = new Sha256();
        hash.Append(Encoding.UTF8.GetBytes(name));
        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>The containers that have it, running or not.</summary>
    public IEnumerable<(Container Container, NetworkUse Use)> Users() =>
        from container in AllContainers.List()
        from use in new NetworkFiles(container).All()
        where use.Network == Name
        select (container, use);
}
