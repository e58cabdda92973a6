using System.Text.RegularExpressions;

namespace Hull.Images;

/// <summary>NAME[:TAG], where the tag is "latest" when none is given, and docker's own registry goes without saying.</summary>
internal static partial class ImageName
{
    static readonly string[] s_unsaid = ["docker.io/library/", "index.docker.io/library/", "docker.io/", "index.docker.io/"];

    public static string Complete(string name) => TryComplete(name)
        ?? throw new HullException($"invalid image name \"{name}\": it reads NAME[:TAG], in small letters, digits and . _ - /");

    /// <summary>Null when it cannot be a name.</summary>
    public static string? TryComplete(string name)
    {
        if (name.Length > 300 || !Form().IsMatch(name))
            return null;
        string familiar = s_unsaid.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? name[prefix.Length..] : name;
        return familiar.LastIndexOf(':') > familiar.LastIndexOf('/') ? familiar : $"{familiar}:latest";
    }

    /// <summary>The name as podman and registries write it: with docker's registry where there is no other.</summary>
    public static string Full(string complete)
    {
        string first = complete.Split('/')[0];
        bool hasRegistry = complete.Contains('/') && (first.Contains('.') || first.Contains(':') || first == "localhost");
        return hasRegistry ? complete : complete.Contains('/') ? $"docker.io/{complete}" : $"docker.io/library/{complete}";
    }

    public static (string Repository, string Tag) Split(string complete) =>
        (complete[..complete.LastIndexOf(':')], complete[(complete.LastIndexOf(':') + 1)..]);

    [GeneratedRegex(@"\A[a-z0-9]+([._/-]+[a-z0-9]+|:[0-9]+/[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?\z")]
    private static partial Regex Form();
}
