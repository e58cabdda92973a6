using System.CommandLine;
using System.Text;
using static Cli.CommandTree;

namespace Cli;

/// <summary>What --help says of a command.</summary>
public static class HelpText
{
    const int Wide = 100;

    public static string Of(Command command)
    {
        var text = new StringBuilder();
        text.Append($"Usage: {UsageOf(command)}\n");
        foreach (string paragraph in ParagraphsOf(command))
            text.Append('\n').Append(paragraph).Append('\n');
        Table(text, "Arguments", ArgumentsOf(command).Select(argument => (NameOf(argument), argument.Description!)));
        Table(text, "Commands", CommandsOf(command).Select(next => (NamesOf(next), SummaryOf(next))));
        Table(text, "Options", OptionsOf(command).Select(option => (NamesOf(option), option.Description ?? "")));
        if (RootOf(command) is var root && root != command && OptionsOf(root).Any(option => option.Recursive && option.Name != "--help"))
            text.Append($"\nOptions of every command: see {root.Name} --help.\n");
        if (ExamplesOf(command) is { Count: > 0 } examples)
            text.Append("\nExample:\n").AppendJoin("", examples.Select(line => $"  {line}\n"));
        return text.ToString();
    }

    static void Table(StringBuilder text, string title, IEnumerable<(string Left, string Right)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0) return;
        int width = Math.Min(28, rows.Max(row => row.Left.Length));
        text.Append($"\n{title}:\n");
        foreach (var (left, right) in rows)
        {
            text.Append($"  {left.PadRight(width)}  ");
            string margin = "";
            foreach (string line in Wrapped(right.ReplaceLineEndings(" "), Wide - width - 4))
            {
                text.Append(margin).Append(line).Append('\n');
                margin = new string(' ', width + 4);
            }
        }
    }

    static IEnumerable<string> Wrapped(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line != "" && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line == "" ? word : $"{line} {word}";
        }
        yield return line;
    }
}
