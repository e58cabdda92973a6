using System.Text.Json;
using Hull.Seccomp;
using Linux;

namespace Hull.Bundle;

/// <summary>Reads config.json by walking it: a generated reader's first use costs a millisecond, twice in the start of each container.</summary>
internal static class BundleReader
{
    static readonly JsonDocument s_nothing = JsonDocument.Parse("{}");

    public static BundleConfig Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes($"{folder}/config.json"));
        return Read(json.RootElement);
    }

    public static BundleConfig Read(JsonElement root)
    {
        var linux = root.TryGetProperty("linux", out var found) && found.ValueKind == JsonValueKind.Object ? found : s_nothing.RootElement;
        return new BundleConfig
        {
            Root = root.GetProperty("root").GetProperty("path").GetString()!,
            ReadOnlyRoot = root.GetProperty("root").TryGetProperty("readonly", out var unwritable) && unwritable.GetBoolean(),
            HostName = Text(root, "hostname"),
            DomainName = Text(root, "domainname"),
            Annotations = root.TryGetProperty("annotations", out var notes) && notes.ValueKind == JsonValueKind.Object ? notes.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!) : [],
            Process = Process(root.GetProperty("process")) with { Seccomp = Seccomp(linux), HasInit = HasInit(root) },
            Mounts = List(root, "mounts", Mount),
            Namespaces = List(linux, "namespaces", ns => new BundleNamespace(Text(ns, "type"), Text(ns, "path"))),
            CgroupsPath = Text(linux, "cgroupsPath"),
            Devices = linux.TryGetProperty("resources", out var resources) ? List(resources, "devices", Device) : [],
            Limits = ResourcesJson.Read(resources),
            DeviceNodes = List(linux, "devices", DeviceNode),
            Hooks = root.TryGetProperty("hooks", out var hooks) ? HookList(hooks) : new(),
            UserIds = List(linux, "uidMappings", IdMap),
            GroupIds = List(linux, "gidMappings", IdMap),
            RootPropagation = Text(linux, "rootfsPropagation"),
            Sysctl = linux.TryGetProperty("sysctl", out var sysctl) && sysctl.ValueKind == JsonValueKind.Object
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
        Uid = User(process).TryGetProperty("uid", out var uid) ? uid.GetUInt32() : 0,
        Gid = User(process).TryGetProperty("gid", out var gid) ? gid.GetUInt32() : 0,
        UserName = Text(User(process), "username"),
        MoreGroups = List(User(process), "additionalGids", group => group.GetUInt32()),
        MoreGroupNames = Strings(User(process), "additionalGroups"),
        Umask = User(process).TryGetProperty("umask", out var mask) ? mask.GetUInt32() : 0x12,
        Capabilities = process.TryGetProperty("capabilities", out var sets) && sets.ValueKind == JsonValueKind.Object ? Strings(sets, "bounding") : [],
        Sets = Sets(process),
        InUserNamespace = process.TryGetProperty("userNamespace", out var mapped) && mapped.GetBoolean(),
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

    static HookList HookList(JsonElement hooks) => new()
    {
        Prestart = List(hooks, "prestart", Hook),
        CreateRuntime = List(hooks, "createRuntime", Hook),
        CreateContainer = List(hooks, "createContainer", Hook),
        StartContainer = List(hooks, "startContainer", Hook),
        Poststart = List(hooks, "poststart", Hook),
        Poststop = List(hooks, "poststop", Hook),
    };

    static Hook Hook(JsonElement hook) => new(Text(hook, "path"), Strings(hook, "args"), Strings(hook, "env"), Number(hook, "timeout") ?? 0);

    static IdMap IdMap(JsonElement map) => new(map.GetProperty("containerID").GetUInt32(), map.GetProperty("hostID").GetUInt32(), map.GetProperty("size").GetUInt32());

    static DeviceRule Device(JsonElement device) => new(
        Text(device, "type") is { Length: > 0 } type ? type[0] : 'a', Number(device, "major") is >= 0 and var major ? major : null,
        Number(device, "minor") is >= 0 and var minor ? minor : null, Text(device, "access") is { Length: > 0 } access ? access : "rwm") { Allow = device.TryGetProperty("allow", out var allow) && allow.GetBoolean() };

    // Hull's own says the name of a user, who is known once the container's files are there; what that one may do follows then.
    static CapabilitySets? Sets(JsonElement process) => Text(User(process), "username") != "" || !process.TryGetProperty("capabilities", out var sets) || sets.ValueKind != JsonValueKind.Object
        ? null
        : new(Strings(sets, "bounding"), Strings(sets, "effective"), Strings(sets, "permitted"), Strings(sets, "inheritable"), Strings(sets, "ambient"));

    static DeviceNode DeviceNode(JsonElement device) => new(Text(device, "path"), Text(device, "type")[0], Number(device, "major") ?? 0, Number(device, "minor") ?? 0,
        (uint)(Number(device, "fileMode") ?? 0x1b6), (uint)(Number(device, "uid") ?? 0), (uint)(Number(device, "gid") ?? 0));

    static int? Number(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found.GetInt32() : null;

    static JsonElement User(JsonElement process) => process.TryGetProperty("user", out var user) ? user : s_nothing.RootElement;

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found.GetString()! : "";

    static List<string> Strings(JsonElement of, string name) => List(of, name, item => item.GetString()!);

    static List<T> List<T>(JsonElement of, string name, Func<JsonElement, T> read) =>
        of.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? [.. found.EnumerateArray().Select(read)] : [];
}
