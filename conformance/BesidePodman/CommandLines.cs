using Tests;

namespace Conformance.BesidePodman;

/// <summary>
/// Command lines that podman and hull are both told, one after the other, each on a machine of its own: data/commands.txt. A line <c>= NAME</c> begins a group;
/// <c>! COMMAND</c> is for the machine's shell, where $TOOL is the one or the other. <c>#</c> begins a remark.
/// </summary>
internal sealed record CommandLines(string Name, IReadOnlyList<string> Lines)
{
    public static string Folder => Repository.PathOf("conformance/BesidePodman");

    public static IReadOnlyList<CommandLines> All { get; } = [.. Read()];

    static IEnumerable<CommandLines> Read() =>
        from part in File.ReadAllText(Path.Combine(Folder, "data/commands.txt")).Split("\n= ").Skip(1)
        let lines = part.Split('\n').Select(line => line.Trim()).Where(line => line != "" && line[0] != '#').ToArray()
        select new CommandLines(lines[0], lines[1..]);

    /// <summary>How many of them are told the tools themselves.</summary>
    public static int Count => All.Sum(group => group.Lines.Count(line => line[0] != '!'));
}
