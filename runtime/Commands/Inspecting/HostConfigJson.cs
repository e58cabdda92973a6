using System.Text.Json.Nodes;
using Hull.Bundle;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Network;
using Hull.Volumes;

namespace Hull.Commands.Inspecting;

/// <summary>What a container was asked to have of the host, as docker's HostConfig. What is not in its record is read off its bundle, which is what runs.</summary>
internal static class HostConfigJson
{
    public static JsonObject Of(Container container, BundleConfig? bundle)
    {
        var json = new JsonObject
        {
            ["Binds"] = AskedMounts.In(container, bundle).Select(MountsJson.Text).ToList() is { Count: > 0 } binds ? Inspection.List(binds) : null,
            ["ContainerIDFile"] = "",
            ["LogConfig"] = Log(container.Log),
            ["NetworkMode"] = container.Network,
            ["PortBindings"] = Ports(container.AskedPorts),
            ["RestartPolicy"] = new JsonObject { ["Name"] = container.Life.Restart.Name, ["MaximumRetryCount"] = container.Life.Restart.Most },
            ["AutoRemove"] = container.Remove,
            ["VolumeDriver"] = "",
            ["VolumesFrom"] = container.VolumesFrom.Count > 0 ? Inspection.List(container.VolumesFrom) : null,
            ["CapAdd"] = More(container, bundle, (has, usual) => has.Except(usual)),
            ["CapDrop"] = More(container, bundle, (has, usual) => usual.Except(has)),
            ["CgroupnsMode"] = "private",
            ["Dns"] = Inspection.List(container.Names.Dns.Nameservers),
            ["DnsOptions"] = Inspection.List(container.Names.Dns.Options),
            ["DnsSearch"] = Inspection.List(container.Names.Dns.Search),
            ["ExtraHosts"] = Hosts(container),
            ["GroupAdd"] = null,
            ["IpcMode"] = "private",
            ["PidMode"] = "",
            ["Privileged"] = IsPrivileged(bundle),
            ["PublishAllPorts"] = false,
            ["ReadonlyRootfs"] = bundle?.ReadOnlyRoot ?? false,
            ["SecurityOpt"] = Security(bundle),
            ["Tmpfs"] = Tmpfs(bundle),
            ["UTSMode"] = "",
            ["UsernsMode"] = "",
            ["ShmSize"] = ShmSize(bundle),
            ["Sysctls"] = Inspection.Map(bundle?.Sysctl ?? new Dictionary<string, string>()),
            ["Runtime"] = "hull",
            ["ConsoleSize"] = new JsonArray(bundle?.Process.ConsoleSize?.Rows ?? 0, bundle?.Process.ConsoleSize?.Columns ?? 0),
            ["Init"] = bundle?.Process.HasInit is true ? true : null,
        };
        LimitsJson.AddTo(json, bundle);
        json["MaskedPaths"] = Inspection.List(bundle?.MaskedPaths ?? []);
        json["ReadonlyPaths"] = Inspection.List(bundle?.ReadonlyPaths ?? []);
        return json;
    }

    static JsonObject Log(LogAsked asked)
    {
        var config = new JsonObject();
        if (asked.MaxSize is { } size)
            (config["max-size"], config["max-file"]) = ($"{size}", $"{asked.MaxFile}");
        return new() { ["Type"] = asked.Driver, ["Config"] = config };
    }

    /// <summary>"80/tcp": [{ HostIp, HostPort }], as docker has published ports in two places.</summary>
    public static JsonObject Ports(IEnumerable<PublishedPort> published)
    {
        var ports = new JsonObject();
        foreach (var port in published)
        {
            if (ports[port.Inside] is not JsonArray hosts)
                ports[port.Inside] = hosts = [];
            hosts.Add((JsonNode)new JsonObject { ["HostIp"] = port.Address?.ToString() ?? "0.0.0.0", ["HostPort"] = port.HostPort == 0 ? "" : $"{port.HostPort}" });
        }
        return ports;
    }

    static JsonNode? More(Container container, BundleConfig? bundle, Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> difference)
    {
        if (bundle is null || IsPrivileged(bundle))
            return null;
        var found = difference(bundle.Process.Capabilities, DefaultBundle.UsualCapabilities(container)).Order(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : Inspection.List(found);
    }

    static bool IsPrivileged(BundleConfig? bundle) =>
        bundle is { MaskedPaths.Count: 0, ReadonlyPaths.Count: 0 } && bundle.Devices.Any(rule => rule is { Major: null, Access: "rwm" });

    static JsonNode? Security(BundleConfig? bundle)
    {
        var options = new List<string>();
        if (bundle is { Process.NoNewPrivileges: true }) options.Add("no-new-privileges");
        if (bundle is { Process.Seccomp: null } && !IsPrivileged(bundle)) options.Add("seccomp=unconfined");
        return options.Count == 0 ? null : Inspection.List(options);
    }

    static JsonArray Hosts(Container container) =>
        Inspection.List(container.Names.MoreHosts.Select(line => line.Split([' ', '\t'], 2)).Where(parts => parts.Length == 2).Select(parts => $"{parts[1].Trim()}:{parts[0]}"));

    static JsonNode? Tmpfs(BundleConfig? bundle)
    {
        var mounts = bundle?.Mounts.Where(mount => mount.Type == "tmpfs" && mount.Destination is not ("/dev" or "/dev/shm")).ToList() ?? [];
        return mounts.Count == 0 ? null : Inspection.Map(mounts.Select(mount => KeyValuePair.Create(mount.Destination, string.Join(',', mount.Options))));
    }

    static long ShmSize(BundleConfig? bundle)
    {
        string? size = bundle?.Mounts.FirstOrDefault(mount => mount.Destination == "/dev/shm")?.Options.FirstOrDefault(option => option.StartsWith("size=", StringComparison.Ordinal))?[5..];
        return size is null ? 0
            : size.EndsWith('k') && long.TryParse(size[..^1], out long kilobytes) ? kilobytes << 10
            : size.EndsWith('m') && long.TryParse(size[..^1], out long megabytes) ? megabytes << 20
            : long.TryParse(size, out long bytes) ? bytes : 0;
    }
}
