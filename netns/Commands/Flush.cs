using System.CommandLine;
using System.Text;
using Linux;

namespace Netctl.Commands;

/// <summary>Deleting all that some words mean: again and again until nothing is left, for deleting one thing can bring up another.</summary>
internal static class Flush
{
    public const int MostRounds = 10;

    /// <summary><paramref name="round"/> deletes what is there and tells how much that was. With -s every round is told of, as ip does.</summary>
    public static int Rounds(ParseResult parsed, string what, int most, Func<int> round)
    {
        bool tells = parsed.Modes().Statistics > 0;
        int rounds = 0;
        while (rounds < most && round() is var deleted and > 0)
        {
            rounds++;
            if (tells) Tell($"\n*** Round {rounds}, deleting {deleted} {what} ***\n");
        }
        if (tells) Tell(rounds == 0 ? "Nothing to flush.\n" : $"*** Flush is complete after {rounds} round{(rounds == 1 ? "" : "s")} ***\n");
        return ExitCode.Ok;
    }

    static void Tell(string text) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
}
