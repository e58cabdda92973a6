using System.Text;
using Linux;

namespace Netfilter.Nft;

/// <summary>The nft program: for what people wrote in its language, which nothing else reads as it does.</summary>
public static class NftProgram
{
    /// <summary>Makes all the changes of a script, or none of them, in the calling thread's network namespace.</summary>
    /// <exception cref="NftProgramException">It is missing, or refuses something.</exception>
    public static void Run(string script)
    {
        string file = ProgramFile.Find("nft") ?? throw new NftProgramException($"nft is not in {string.Join(':', ProgramFile.Folders)}: install nftables");
        var outcome = ProgramOutcome.Of(file, ["-f", "-"], [], Encoding.UTF8.GetBytes(script));
        if (outcome.Status != 0)
            throw new NftProgramException(Said(outcome));
    }

    // Its first complaint, without the place in a file that nobody sees and the line that shows it.
    static string Said(ProgramOutcome outcome)
    {
        string first = outcome.Error.Split('\n')[0];
        int at = first.IndexOf("Error: ", StringComparison.Ordinal);
        return at >= 0 ? first[(at + "Error: ".Length)..] : first == "" ? $"it ended with status {outcome.Status}" : first;
    }
}

/// <summary>nft could not be run, or refused something: its own words.</summary>
public sealed class NftProgramException(string message) : Exception(message);
