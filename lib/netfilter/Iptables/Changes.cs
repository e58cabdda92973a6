namespace Netfilter.Iptables;

/// <summary>Changes to one of iptables' tables, that are all made or none of them. Prints as iptables-restore reads it.</summary>
public sealed class Changes(string table)
{
    readonly List<string> _lines = [];

    public string Table => table;

    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Makes a chain that must not be there yet.</summary>
    public void Create(string chain) => _lines.Add($"-N {chain}");

    /// <summary>Makes a chain, or empties the one that is there.</summary>
    public void CreateOrEmpty(string chain) => _lines.Insert(0, $":{chain} - [0:0]");   // such lines come before all others

    public void Append(Rule rule) => _lines.Add(rule.ToString());

    /// <summary>Puts a rule before all others of its chain.</summary>
    public void Insert(Rule rule) => _lines.Add($"-I {rule.Chain} 1 {rule.Specification}");

    /// <summary>Removes a rule that must be there.</summary>
    public void Delete(Rule rule) => _lines.Add($"-D {rule.Chain} {rule.Specification}");

    internal void Delete(ListedRule rule) => _lines.Add($"-D {rule.Chain} {rule.Specification}");

    /// <summary>Removes a chain that must be there, with its rules. Nothing may jump to it any more.</summary>
    public void Delete(string chain)
    {
        _lines.Add($"-F {chain}");
        _lines.Add($"-X {chain}");
    }

    /// <summary>The line of iptables-restore's input with this number, counted from 1: by it the program says what it minds.</summary>
    internal string? Line(int number) => number - 2 >= 0 && number - 2 < _lines.Count ? _lines[number - 2] : null;

    public override string ToString() => $"*{table}\n{string.Concat(_lines.Select(line => line + '\n'))}COMMIT\n";
}
