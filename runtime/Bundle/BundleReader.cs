using System.Text.Json;
using Hull.Seccomp;
using Linux;

namespace Hull.Bundle;

/// <summary>Reads config.json by walking it: a generated reader's first use costs a millisecond, twice in the start of each container.</summary>
internal static class BundleReader
{
    public static BundleConfig Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes($"{folder}/config.json"));
        var root = json.RootElement;
        var linux = root.GetProperty("linux");
        return new BundleConfig
        {
            Root = root.GetProperty("root").GetProperty("path").GetString()!,
            ReadOnlyRoot = root.GetProperty("root").TryGetProperty("readonly", out var unwritable) && unwritable.GetBoolean(),
            HostName = root.GetProperty("hostname").GetString()!,
            Process = Process(root.GetProperty("process")) with { Seccomp = Seccomp(linux), HasInit = HasInit(root) },
            Mounts = List(root, "mounts", Mount),
            Namespaces = List(linux, "namespaces", ns => new BundleNamespace(Text(ns, "type"), Text(ns, "path"))),
            CgroupsPath = Text(linux, "cgroupsPath"),
            Devices = linux.TryGetProperty("resources", out var resources) ? List(resources, "devices", Device) : [],
            Limits = ResourcesJson.Read(resources),
            Sysctl = linux.TryGetProperty("sysctl", out var sysctl)
                ? sysctl.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!)
                : [],
            MaskedPaths = Strings(linux, "maskedPaths"),
            ReadonlyPaths = Strings(linux, "readonlyPaths"),
        };
    }

    public static ProcessConfig Process(ReadOnlyMemory<byte> text)
    {
        using var json = JsonDocument.Parse(text);
        return Process(json.RootElement) with { Seccomp = Seccomp(json.RootElement) };
    }

    static ProcessConfig Process(JsonElement process) => new()
    {
        Args = Strings(process, "args"),
        Env = Strings(process, "env"),
        Cwd = Text(process, "cwd"),
        Uid = process.GetProperty("user").GetProperty("uid").GetUInt32(),
        Gid = process.GetProperty("user").GetProperty("gid").GetUInt32(),
        UserName = Text(process.GetProperty("user"), "username"),
        Capabilities = process.TryGetProperty("capabilities", out var sets) ? Strings(sets, "bounding") : [],
        NoNewPrivileges = process.TryGetProperty("noNewPrivileges", out var no) && no.GetBoolean(),
        Rlimits = ResourcesJson.Rlimits(process),
        OomScoreAdj = ResourcesJson.OomScoreAdj(process),
        Terminal = process.TryGetProperty("terminal", out var terminal) && terminal.GetBoolean(),
        ConsoleSize = process.TryGetProperty("consoleSize", out var size)
            ? new(size.GetProperty("height").GetUInt16(), size.GetProperty("width").GetUInt16())
            : null,
    };

    static bool HasInit(JsonElement root) => root.TryGetProperty("annotations", out var notes) && Text(notes, BundleConfig.InitAnnotation) == "true";

    static SeccompConfig? Seccomp(JsonElement of) => of.TryGetProperty("seccomp", out var found) ? SeccompConfig.Read(found, []) : null;

    static BundleMount Mount(JsonElement mount) =>
        new(Text(mount, "destination"), Text(mount, "type"), Text(mount, "source"), Strings(mount, "options"));

    static DeviceRule Device(JsonElement device) =>
        new(Text(device, "type")[0], Number(device, "major"), Number(device, "minor"), Text(device, "access")) { Allow = device.GetProperty("allow").GetBoolean() };

    static int? Number(JsonElement of, string name) => of.TryGetProperty(name, out var found) ? found.GetInt32() : null;

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) ? found.GetString()! : "";

    static List<string> Strings(JsonElement of, string name) => List(of, name, item => item.GetString()!);

    static List<T> List<T>(JsonElement of, string name, Func<JsonElement, T> read) =>
        of.TryGetProperty(name, out var found) ? [.. found.EnumerateArray().Select(read)] : [];
}
