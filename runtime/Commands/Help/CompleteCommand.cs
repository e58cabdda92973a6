using System.CommandLine;
using System.Text;

namespace Hull.Commands.Help;

/// <summary>hull complete -- WORD…: what the shells' scripts ask at each press of the tab key. A line each, with a tab before the explanation.</summary>
internal static class CompleteCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore, Description = "All after hull, the unfinished one too." };
        return new Command("complete", "Lists what can follow. Example: hull complete -- network l") { words }.DoingForAll(parsed =>
        {
            var text = new StringBuilder();
            foreach (var (label, detail) in Completer.Next(CommandLine.Tree(), parsed.GetValue(words) ?? []))
                text.Append(detail == "" ? label : $"{label}\t{detail}").Append('\n');
            ImageWork.Print(text.ToString());
            return 0;
        });
    }
}
