using System.Text;
using Linux;

namespace Bench;

/// <summary>A program that a benchmark starts, in the network of the calling thread.</summary>
internal static class Tool
{
    public const string Path = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Runs a command line without quotes; throws with what it says when it fails.</summary>
    public static string Run(string commandLine)
    {
        string[] words = commandLine.Split(' ');
        return Run(Find(words[0]), words[1..], [$"PATH={Path}"]);
    }

    /// <summary>Runs a program with an environment and an input; throws with what it says when it fails.</summary>
    public static string Run(string file, string[] arguments, string[] environment, string input = "")
    {
        var outcome = ProgramOutcome.Of(file, arguments, environment, Encoding.UTF8.GetBytes(input));
        string output = Encoding.UTF8.GetString(outcome.Output);
        return outcome.Status == 0 ? output
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: status {outcome.Status}: {output} {outcome.Error}");
    }

    static string Find(string name) => Path.Split(':').Select(folder => $"{folder}/{name}").FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is in none of {Path}");
}
