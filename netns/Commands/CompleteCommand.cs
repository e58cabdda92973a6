using System.CommandLine;
using System.Text;
using Linux;
using Netctl.Completions;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl complete -- WORD…: what the shells' scripts ask at each press of the tab key. A line each, with a tab before the explanation.</summary>
internal static class CompleteCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore, Description = "All after netctl, the unfinished one too." };
        var complete = new Verb("complete", "Lists what can follow.", "netctl complete -- li") { words };
        complete.SetAction(parsed => Print(parsed.GetValue(words) ?? []));
        return complete;
    }

    static int Print(string[] words)
    {
        var text = new StringBuilder();
        foreach (var (label, detail) in Completer.Next(words))
            text.Append(detail == "" ? label : $"{label}\t{detail}").Append('\n');
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
        return ExitCode.Ok;
    }
}
