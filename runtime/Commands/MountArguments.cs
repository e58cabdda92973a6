using System.CommandLine;
using Hull.Volumes;

namespace Hull.Commands;

/// <summary>--mount and --tmpfs: mounts in words.</summary>
internal static class MountArguments
{
    static readonly Option<string[]> s_mounts = new("--mount")
    {
        Description = "type=bind|volume|tmpfs,source=WHAT,target=PLACE[,readonly][,bind-propagation=P][,volume-nocopy][,tmpfs-size=N][,tmpfs-mode=N]",
    };
    static readonly Option<string[]> s_tmpfs = new("--tmpfs") { Description = "Memory as a folder: PLACE[:size=N,mode=N,exec,…]" };

    static readonly Option<string[]> s_from = new("--volumes-from") { Description = "What another container has mounted, too, in the same places: CONTAINER[:ro]." };

    public static IReadOnlyList<Option> All => [s_mounts, s_tmpfs, s_from];

    public static IReadOnlyList<VolumesFrom> From(ParseResult parsed) => [.. (parsed.GetValue(s_from) ?? []).Select(VolumesFrom.Parse)];

    public static IEnumerable<VolumeMount> Mounts(ParseResult parsed) =>
        (parsed.GetValue(s_mounts) ?? []).Select(Parse).Concat((parsed.GetValue(s_tmpfs) ?? []).Select(Tmpfs));

    static VolumeMount Tmpfs(string text)
    {
        var parts = text.Split(':', 2);
        return VolumeMount.Memory("--tmpfs", parts[0], parts.Length == 1 ? [] : parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    internal static VolumeMount Parse(string text)
    {
        var fields = new Dictionary<string, string>();
        foreach (string field in text.Split(','))
        {
            var pair = field.Split('=', 2);
            string key = pair[0].ToLowerInvariant() switch { "src" => "source", "dst" or "destination" => "target", "ro" => "readonly", var other => other };
            if (pair.Length == 1 && key is not ("readonly" or "volume-nocopy" or "bind-nonrecursive"))
                throw Wrong(text, $"invalid field '{field}' must be a key=value pair");
            fields[key] = pair.Length == 1 ? "true" : pair[1];
        }
        string type = Take(fields, "type") ?? "volume", target = Take(fields, "target") ?? throw Wrong(text, "target is required");
        string? source = Take(fields, "source");
        bool readOnly = Flag(text, fields, "readonly");
        var mount = type switch
        {
            "bind" => VolumeMount.Bind(text, source ?? throw Wrong(text, "source is required for a bind"), target, readOnly, Take(fields, "bind-propagation"), !Flag(text, fields, "bind-nonrecursive")),
            "volume" => VolumeMount.OfVolume(text, source ?? "", target, readOnly, !Flag(text, fields, "volume-nocopy")),
            "tmpfs" when source is null => VolumeMount.Memory("--mount", target, [.. TmpfsOptions(fields), .. readOnly ? ["ro"] : (string[])[]]),
            "tmpfs" => throw Wrong(text, "a tmpfs has no source"),
            _ => throw Wrong(text, $"mount type {type} is unknown: it is bind, volume or tmpfs"),
        };
        return fields.Count == 0 ? mount : throw Wrong(text, $"unexpected key '{fields.Keys.First()}' in '{fields.Keys.First()}={fields.Values.First()}'");
    }

    static List<string> TmpfsOptions(Dictionary<string, string> fields)
    {
        var options = new List<string>();
        if (Take(fields, "tmpfs-size") is { } size)
            options.Add($"size={size}");
        if (Take(fields, "tmpfs-mode") is { } mode)
            options.Add($"mode={mode}");
        return options;
    }

    static string? Take(Dictionary<string, string> fields, string key) => fields.Remove(key, out string? value) ? value : null;

    static bool Flag(string text, Dictionary<string, string> fields, string key) => Take(fields, key) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw Wrong(text, $"invalid value for {key}: {other}"),
    };

    static HullException Wrong(string text, string why) => new($"invalid argument \"{text}\" for --mount: {why}");
}
