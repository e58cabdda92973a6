using System.Text.RegularExpressions;

namespace Hull.Images;

/// <summary>NAME[:TAG], where the tag is "latest" when none is given.</summary>
internal static partial class ImageName
{
    public static string Complete(string name) => !Form().IsMatch(name)
        ? throw new HullException($"invalid image name \"{name}\": it reads NAME[:TAG], in small letters, digits and . _ - /")
        : name.LastIndexOf(':') > name.LastIndexOf('/') ? name : $"{name}:latest";

    /// <summary>Whether a container's record means this image; it may also hold a folder.</summary>
    public static bool Names(string recorded, string complete) => Form().IsMatch(recorded) && Complete(recorded) == complete;

    public static (string Repository, string Tag) Split(string complete) =>
        (complete[..complete.LastIndexOf(':')], complete[(complete.LastIndexOf(':') + 1)..]);

    [GeneratedRegex(@"\A[a-z0-9]+([._/-]+[a-z0-9]+|:[0-9]+/[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?\z")]
    private static partial Regex Form();
}
