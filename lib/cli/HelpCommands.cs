using System.CommandLine;
using System.Text;
using Linux;

namespace Cli;

/// <summary>The commands by which a tool tells of itself: completion, complete and man.</summary>
/// <param name="tree">All of its commands.</param>
public sealed class HelpCommands(string tool, Func<Command> tree)
{
    /// <summary>What can follow, asked of a tree.</summary>
    public Func<Command, Completer> Completer { get; init; } = root => new Completer(root);

    /// <summary>TOOL completion SHELL</summary>
    /// <param name="what">What is completed: "commands, options and names".</param>
    /// <param name="none">What to throw for a shell that there is no script for.</param>
    public Command Completion(string what, Func<string, Refusal> none)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", CompletionSources = { CompletionScript.Shells } };
        var completion = new Verb("completion", $"Prints the script by which a shell completes {what}.", $"{tool} completion bash >{tool}.bash", $". ./{tool}.bash") { shell };
        completion.SetAction(parsed => Print(CompletionScript.Find(tool, parsed.GetRequiredValue(shell)) ?? throw none(parsed.GetRequiredValue(shell))));
        return completion;
    }

    /// <summary>TOOL complete -- WORD…: what the shells' scripts ask at each press of the tab key. A line each, with a tab before the explanation.</summary>
    public Command Complete(string example)
    {
        var words = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore, Description = $"All after {tool}, the unfinished one too." };
        var complete = new Verb("complete", "Lists what can follow.", example) { words };
        complete.SetAction(parsed => Print(string.Concat(Completer(tree()).Next(parsed.GetValue(words) ?? [])
            .Select(item => item.Detail == "" ? $"{item.Label}\n" : $"{item.Label}\t{item.Detail}\n"))));
        return complete;
    }

    /// <summary>TOOL man: writes the manual page, for build.sh.</summary>
    public Command Man(ManFrame frame)
    {
        var man = new Verb("man", "Writes the manual page.", $"{tool} man >{tool}.8");
        man.SetAction(_ => Print(ManPage.Of(tree(), frame)));
        return man;
    }

    static int Print(string text)
    {
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
        return 0;
    }
}
