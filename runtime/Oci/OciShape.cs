using System.Text.Json;

namespace Hull.Oci;

/// <summary>What of which kind is to stand where in a config.json, so that a misreading is told with its place.</summary>
internal static class OciShape
{
    static readonly string[] s_required = ["ociVersion", "root", "root.path", "process", "process.cwd", "process.args"];

    static readonly string[] s_texts =
    [
        "ociVersion", "root.path", "hostname", "domainname", "process.cwd", "process.args[]", "process.env[]", "mounts[].destination", "mounts[].type", "mounts[].source",
        "mounts[].options[]", "linux.namespaces[].type", "linux.namespaces[].path", "linux.maskedPaths[]", "linux.readonlyPaths[]", "linux.cgroupsPath", "linux.rootfsPropagation",
        "linux.devices[].path", "linux.devices[].type", "linux.resources.devices[].type", "linux.resources.devices[].access", "process.capabilities.bounding[]",
        "process.capabilities.effective[]", "process.capabilities.permitted[]", "process.capabilities.inheritable[]", "process.capabilities.ambient[]",
        "hooks.prestart[].path", "hooks.createRuntime[].path", "hooks.createContainer[].path", "hooks.startContainer[].path", "hooks.poststart[].path", "hooks.poststop[].path",
        "process.rlimits[].type", "linux.seccomp.defaultAction",
    ];

    static readonly string[] s_numbers =
    [
        "process.user.uid", "process.user.gid", "process.user.umask", "process.user.additionalGids[]", "process.oomScoreAdj", "linux.devices[].major", "linux.devices[].minor",
        "linux.devices[].fileMode", "linux.devices[].uid", "linux.devices[].gid", "linux.resources.devices[].major", "linux.resources.devices[].minor",
        "process.rlimits[].hard", "process.rlimits[].soft", "linux.resources.memory.limit", "linux.resources.memory.swap", "linux.resources.memory.reservation",
        "linux.resources.pids.limit", "linux.resources.cpu.shares", "linux.resources.cpu.quota", "linux.resources.cpu.period",
    ];

    static readonly string[] s_flags = ["root.readonly", "process.terminal", "process.noNewPrivileges", "linux.resources.devices[].allow"];

    public static void Check(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new HullException($"{path} holds {Kind(root.ValueKind)} where an object is expected", exitCode: 1);
        foreach (string place in s_required)
            Walk(path, root, place, place.Split('.'), 0, "", JsonValueKind.Undefined, required: true);
        foreach (var (places, kind) in new[] { (s_texts, JsonValueKind.String), (s_numbers, JsonValueKind.Number), (s_flags, JsonValueKind.True) })
            foreach (string place in places)
                Walk(path, root, place, place.Split('.'), 0, "", kind, required: false);
    }

    static void Walk(string path, JsonElement at, string place, string[] names, int depth, string so, JsonValueKind kind, bool required)
    {
        string name = names[depth];
        bool isList = name.EndsWith("[]", StringComparison.Ordinal);
        string bare = isList ? name[..^2] : name;
        Expect(path, so, at, JsonValueKind.Object);
        so = so == "" ? bare : $"{so}.{bare}";
        if (!at.TryGetProperty(bare, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
                throw new HullException($"{path}: {so} is missing", exitCode: 1);
            return;
        }
        if (!isList)
        {
            Next(path, value, place, names, depth, so, kind, required);
            return;
        }
        Expect(path, so, value, JsonValueKind.Array);
        int number = 0;
        foreach (var item in value.EnumerateArray())
            Next(path, item, place, names, depth, $"{so}[{number++}]", kind, required);
    }

    static void Next(string path, JsonElement value, string place, string[] names, int depth, string so, JsonValueKind kind, bool required)
    {
        if (depth + 1 < names.Length)
            Walk(path, value, place, names, depth + 1, so, kind, required);
        else if (!required)
            Expect(path, so, value, kind);
    }

    static void Expect(string path, string so, JsonElement value, JsonValueKind kind)
    {
        if (value.ValueKind != kind && !(kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False))
            throw new HullException($"{path}: {so} is {Kind(value.ValueKind)} where {Kind(kind)} is expected", exitCode: 1);
    }

    static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
