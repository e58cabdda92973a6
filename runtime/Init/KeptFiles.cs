using System.Globalization;
using Linux;

namespace Hull.Init;

/// <summary>Files of a caller's that the command gets beside the standard ones, from number 3 on. All numbers of init's own are that much higher.</summary>
internal static class KeptFiles
{
    const string Word = "kept=";

    /// <summary>Gives them to init, and tells it how many there are.</summary>
    public static Spawn Give(IReadOnlyList<FileDescriptor> kept, Func<IReadOnlyList<string>, Spawn> init)
    {
        var spawn = init(kept.Count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{Word}{kept.Count}")]);
        for (int at = 0; at < kept.Count; at++)
            spawn.With(InitProgram.FirstKept + at, kept[at]);
        return spawn;
    }

    public static int Count(IReadOnlyList<string> args) =>
        args.FirstOrDefault(word => word.StartsWith(Word, StringComparison.Ordinal)) is { } found ? int.Parse(found.AsSpan(Word.Length), CultureInfo.InvariantCulture) : 0;
}
