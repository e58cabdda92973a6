namespace Hull.Oci;

/// <summary>A command line in the manner of OCI runtimes, read without a library: these commands are called by other programs, many times a minute.</summary>
internal sealed class OciArguments
{
    readonly Dictionary<string, string> _values = [];
    readonly HashSet<string> _switches = [];
    readonly List<string> _multiple = [];

    /// <summary>What is no option, in order.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Reads options up to the first word, or among the words.</summary>
    /// <param name="valued">The names of options that take a value, "bundle|b" with a short one; those that count several times end in "*".</param>
    /// <param name="switches">Those that do not.</param>
    /// <param name="stopAt">After how many words all the rest is words.</param>
    /// <param name="taken">How many of <paramref name="args"/> were read.</param>
    public OciArguments(string command, IReadOnlyList<string> args, string valued, string switches, int stopAt, out int taken)
    {
        for (taken = 0; taken < args.Count && Words.Count < stopAt; taken++)
        {
            string word = args[taken];
            if (word is "-" || !word.StartsWith('-'))
                Words.Add(word);
            else if (word != "--")
                Take(command, args, valued, switches, ref taken);
        }
    }

    void Take(string command, IReadOnlyList<string> args, string valued, string switches, ref int at)
    {
        var parts = args[at].TrimStart('-').Split('=', 2);
        if (Find(switches, parts[0]) is { } name)
        {
            if (parts.Length == 1 || parts[1] == "true")
                _switches.Add(name);
            return;
        }
        name = Find(valued, parts[0]) ?? throw new HullException($"hull oci{(command == "" ? "" : $" {command}")} has no option {args[at]}", exitCode: 1);
        string value = parts.Length == 2 ? parts[1] : ++at < args.Count ? args[at] : throw new HullException($"hull oci {command}: {args[^1]} needs a value", exitCode: 1);
        if (name.EndsWith('*'))
            _multiple.Add($"{name[..^1]}={value}");
        else
            _values[name] = value;
    }

    static string? Find(string options, string word) =>
        options.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(option => option.TrimEnd('*').Split('|').Contains(word)) is { } found
            ? found.Split('|')[0] + (found.Contains('|') && found.EndsWith('*') ? "*" : "")
            : null;

    public string? Value(string name) => _values.GetValueOrDefault(name);

    public IEnumerable<string> Values(string name) => _multiple.Where(one => one.StartsWith($"{name}=", StringComparison.Ordinal)).Select(one => one[(name.Length + 1)..]);

    public bool Has(string name) => _switches.Contains(name);
}
