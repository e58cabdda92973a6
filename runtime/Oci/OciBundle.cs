using System.Text.Json;
using Hull.Bundle;
using Linux;

namespace Hull.Oci;

/// <summary>Somebody else's config.json: read, and refused in one sentence when it is wrong, or asks for what hull does not do.</summary>
internal static class OciBundle
{
    /// <summary>What would be silently left out, by its path. With "!" an empty text or list there asks for nothing.</summary>
    static readonly string[] s_unsupported =
    [
        "process.apparmorProfile!", "process.selinuxLabel!", "process.scheduler", "process.ioPriority", "process.execCPUAffinity", "linux.intelRdt", "linux.personality",
        "linux.mountLabel!", "linux.timeOffsets!", "linux.netDevices!", "linux.memoryPolicy", "linux.seccomp.listenerPath!",
        "linux.resources.rdma!", "linux.resources.network", HugePages, "linux.resources.unified!",
        "linux.resources.blockIO.leafWeight", "linux.resources.blockIO.weightDevice!", "linux.resources.blockIO.throttleReadBpsDevice!",
        "linux.resources.blockIO.throttleWriteBpsDevice!", "linux.resources.blockIO.throttleReadIOPSDevice!", "linux.resources.blockIO.throttleWriteIOPSDevice!",
        "linux.resources.memory.kernel", "linux.resources.memory.kernelTCP", "linux.resources.cpu.realtimeRuntime", "linux.resources.cpu.realtimePeriod", "linux.resources.cpu.idle", "vm", "windows", "solaris", "zos",
    ];

    // A kubelet limits them for each container; where there are none, to whatever it may be, that is kept to.
    const string HugePages = "linux.resources.hugepageLimits!";

    static readonly string[] s_namespaces = ["pid", "network", "mount", "ipc", "uts", "cgroup", "user"];

    public static (byte[] Text, BundleConfig Config) Read(string bundle)
    {
        string path = $"{bundle}/config.json";
        if (!File.Exists(path))
            throw new HullException($"there is no config.json in {bundle}; `hull oci spec` writes one", exitCode: 1);
        var text = File.ReadAllBytes(path);
        using var json = Parse(path, text);
        OciShape.Check(path, json.RootElement);
        NeedSupported(path, json.RootElement);
        try
        {
            var config = BundleReader.Read(json.RootElement);
            Check(path, bundle, config, json.RootElement);
            OciUserNamespace.Check(path, config, json.RootElement);
            return (text, config with { Process = config.Process with { InUserNamespace = config.Has("user") } });
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new HullException($"{path} cannot be read: {e.Message}", exitCode: 1);
        }
    }

    /// <summary>Refuses what would be left out.</summary>
    /// <param name="below">What of a config.json <paramref name="root"/> is, with a dot at the end; "" for all of it.</param>
    public static void NeedSupported(string path, JsonElement root, string below = "")
    {
        foreach (string field in s_unsupported)
            if (field.StartsWith(below, StringComparison.Ordinal) && Asks(root, field[below.Length..]) && !(field == HugePages && !Machine.HasHugePages))
                throw new HullException($"{path}: {field[below.Length..].TrimEnd('!')} is not supported by hull", exitCode: 1);
    }

    public static JsonDocument Parse(string path, byte[] text)
    {
        try
        {
            return JsonDocument.Parse(text, new() { AllowTrailingCommas = false });
        }
        catch (JsonException e)
        {
            throw new HullException($"{path} is no JSON: {e.Message}", exitCode: 1);
        }
    }

    static bool Asks(JsonElement root, string field)
    {
        var at = root;
        foreach (string name in field.TrimEnd('!').Split('.'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return false;
        return at.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.String => at.GetString() != "",
            JsonValueKind.Array => !field.EndsWith('!') || at.GetArrayLength() > 0,
            JsonValueKind.Object => !field.EndsWith('!') && at.EnumerateObject().Any() || at.EnumerateObject().Any(),
            _ => true,
        };
    }

    static void Check(string path, string bundle, BundleConfig config, JsonElement root)
    {
        HullException Wrong(string what) => new($"{path}: {what}", exitCode: 1);
        if (!root.GetProperty("ociVersion").GetString()!.StartsWith("1.", StringComparison.Ordinal))
            throw Wrong($"ociVersion {root.GetProperty("ociVersion").GetString()} is not one of 1.x");
        if (config.Process.Args.Count == 0)
            throw Wrong("process.args is empty: there is no command to run");
        if (!config.Process.Cwd.StartsWith('/'))
            throw Wrong("process.cwd is to be an absolute path");
        if (!Directory.Exists(Path.Combine(bundle, config.Root)))
            throw Wrong($"root.path {config.Root} is no folder");
        foreach (var ns in config.Namespaces)
            if (!s_namespaces.Contains(ns.Type))
                throw Wrong($"linux.namespaces of type {ns.Type} is not supported by hull");
            else if (config.Namespaces.Count(other => other.Type == ns.Type) > 1)
                throw Wrong($"linux.namespaces has {ns.Type} twice");
        if (!config.Has("mount"))
            throw Wrong("linux.namespaces has no mount: a container without one would change the host's mounts");
        if (config.HostName != "" && !config.Has("uts"))
            throw Wrong("hostname is set, and linux.namespaces has no uts: it would be the host's");
        foreach (var mount in config.Mounts)
            if (!mount.Destination.StartsWith('/') && mount.Destination.Split('/').Contains(".."))
                throw Wrong($"mounts: {mount.Destination} is not absolute");
        foreach (string name in config.Sysctl.Keys)
            if (Containers.Settings.Refusal(name, config.Has("network"), config.Has("ipc")) is { } refusal)
                throw Wrong($"linux.sysctl: {refusal}");
        foreach (string name in config.Process.Sets?.All() ?? [])
            if (Capabilities.Find(name) is null)
                Stdio.WriteError($"hull: {path}: there is no capability {name}; it is left out");
    }
}
