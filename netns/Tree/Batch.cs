using System.Text;
using Linux;

namespace Netctl.Tree;

/// <summary>netctl --batch FILE: a call per line, with the options of the call that began it. As in ip's: blanks and quotes as in a shell, # begins a comment, \ at a line's end joins the next.</summary>
internal static class Batch
{
    /// <summary>Whether a line of a batch is being done: what would end the process, such as exec, must come back.</summary>
    public static bool IsRunning { get; private set; }

    /// <param name="words">The call's own: its other options hold for every line.</param>
    public static int Run(string file, IReadOnlyList<string> words, bool force)
    {
        string text = file == "-" ? Encoding.UTF8.GetString(Stdio.ReadInput())
            : SmallFile.Find(file) ?? throw new CommandFailure(ExitCode.Own, $"Cannot open file \"{file}\" for reading: {Errno.NoEntry.Text()}");
        var options = OptionsIn(words);
        int result = ExitCode.Ok;
        IsRunning = true;
        foreach (var (number, line) in Lines(text))
        {
            if (Call.Attempt(() => Words(line) is { Count: > 0 } call ? Call.Run([.. options, .. call]) : ExitCode.Ok) == ExitCode.Ok)
                continue;
            Stdio.WriteError($"Command failed {file}:{number}");
            result = ExitCode.Own;
            if (!force) break;
        }
        IsRunning = false;
        return result;
    }

    static List<string> OptionsIn(IReadOnlyList<string> words)
    {
        var kept = new List<string>();
        for (int i = 0; i < words.Count; i++)
            if (words[i] is "-b" or "-batch" or "--batch")
                i++;
            else if (words[i] is not ("--force" or "-force") && !words[i].StartsWith("-b=") && !words[i].StartsWith("-batch=") && !words[i].StartsWith("--batch="))
                kept.Add(words[i]);
        return kept;
    }

    // With the number of the line that each begins on.
    static IEnumerable<(int Number, string Line)> Lines(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int number = i + 1;
            string line = lines[i];
            while (line.EndsWith('\\') && i + 1 < lines.Length)
                line = line[..^1] + lines[++i];
            yield return (number, line);
        }
    }

    internal static List<string> Words(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;   // null between words: "" is a word
        char quote = '\0';
        foreach (char c in line)
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word!.Append(c);
            }
            else if (c is '\'' or '"')
                (quote, word) = (c, word ?? new());
            else if (c is ' ' or '\t' or '\r')
                End();
            else if (c == '#' && word is null)
                break;
            else
                (word ??= new()).Append(c);
        if (quote != '\0')
            throw new CommandFailure(ExitCode.Usage, $"{line.Trim()}: the quote {quote} is not closed");
        End();
        return words;

        void End()
        {
            if (word is not null) words.Add(word.ToString());
            word = null;
        }
    }
}
