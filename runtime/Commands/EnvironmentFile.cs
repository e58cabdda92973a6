using System.CommandLine;

namespace Hull.Commands;

/// <summary>Files of variables, as --env-file takes them: NAME=value, or NAME alone to pass it on, a line each; # begins a comment.</summary>
internal static class EnvironmentFile
{
    public static readonly Option<string[]> Option = new("--env-file") { Description = "Set the variables that a file has, a line each." };

    public static IEnumerable<string> Read(ParseResult parsed) => (parsed.GetValue(Option) ?? []).SelectMany(file => File.ReadLines(file).Select(line => line.TrimStart())
        .Where(line => line != "" && line[0] != '#').Select(line => Checked(file, line)));

    static string Checked(string file, string line)
    {
        string name = line.Split('=')[0];
        return name != "" && !name.Any(char.IsWhiteSpace)
            ? line
            : throw new HullException($"{file}: \"{line}\" sets no variable: a line reads NAME=value, or NAME to pass it on");
    }
}
