using System.Text.RegularExpressions;
using Linux;

namespace Hull.Containers;

/// <summary>Names of containers: given, or drawn.</summary>
internal static partial class ContainerName
{
    static readonly string[] s_moods =
    [
        "ample", "brave", "calm", "deft", "eager", "fair", "gentle", "handy", "idle", "jolly", "keen", "light", "merry", "neat", "open", "plain",
        "quick", "ready", "sound", "tidy", "upright", "vivid", "warm", "young", "zesty", "bold", "clear", "dry", "early", "firm", "good", "honest",
    ];

    static readonly string[] s_ships =
    [
        "ark", "barge", "brig", "canoe", "carrack", "clipper", "cog", "coracle", "cutter", "dhow", "dinghy", "dory", "ferry", "frigate", "galley",
        "gondola", "hoy", "junk", "kayak", "ketch", "lugger", "packet", "pinnace", "pram", "punt", "raft", "schooner", "skiff",
        "sloop", "tug", "xebec", "yawl",
    ];

    /// <summary>Checks a name that was given, or draws one. Call it with the containers' lock held.</summary>
    public static string Take(string? given)
    {
        var taken = AllContainers.List();
        if (given is null)
            return Draw(taken.Select(container => container.Name).ToHashSet());
        if (!Form().IsMatch(given))
            throw new HullException($"invalid container name \"{given}\": it begins with a letter or digit and goes on with those, _ . and -");
        return taken.FirstOrDefault(container => container.Name == given) is { } other
            ? throw new HullException(
                $"the container name \"{given}\" is already in use by container {other.ShortId}: remove that one (hull rm {given}) or take another name")
            : given;
    }

    static string Draw(HashSet<string> taken)
    {
        string name;
        do
            name = $"{s_moods[KernelRandom.Below((uint)s_moods.Length)]}_{s_ships[KernelRandom.Below((uint)s_ships.Length)]}";
        while (taken.Contains(name) && taken.Count < s_moods.Length * s_ships.Length / 2);
        return taken.Contains(name) ? $"{name}_{KernelRandom.Hex(4)}" : name;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex Form();
}
