using Linux;
using Netfilter.Nft;

namespace Netfilter.Iptables;

/// <summary>iptables for IPv4, or ip6tables: the programs, run at most once for all that is to be changed together.</summary>
public sealed class Iptables
{
    public static readonly Iptables Ipv4 = new(NftFamily.Ipv4, "iptables", "/proc/thread-self/net/ip_tables_names");
    public static readonly Iptables Ipv6 = new(NftFamily.Ipv6, "ip6tables", "/proc/thread-self/net/ip6_tables_names");

    /// <summary>How long iptables-restore waits for the lock that the older iptables takes for every change.</summary>
    const string LockPatience = "--wait=60";

    static readonly string[] s_passedOn = ["XTABLES_LIBDIR", "XTABLES_LOCKFILE"];

    readonly string _name, _oldTables;

    Iptables(NftFamily family, string name, string oldTables) => (Family, _name, _oldTables) = (family, name, oldTables);

    public NftFamily Family { get; }

    /// <summary>iptables or ip6tables.</summary>
    public string Name => _name;

    /// <summary>Whether its programs are there to be run.</summary>
    public bool IsInstalled => ProgramFile.Find($"{_name}-restore") is not null;

    /// <summary>Makes the changes, all or none.</summary>
    /// <exception cref="IptablesException">It refuses one of them, which is named.</exception>
    public void Restore(Changes changes) => Restore($"{_name}-restore", changes);

    /// <summary>Makes what turns out to be missing. What another makes in between is refused to us; then the rest is what is missing.</summary>
    /// <exception cref="IptablesException">It refuses what is still missing.</exception>
    public void Restore(Func<Changes> missing)
    {
        IptablesException? refusal = null;
        for (string tried = ""; missing() is { IsEmpty: false } changes; tried = changes.ToString())
        {
            if (refusal is not null && changes.ToString() == tried)
                throw refusal;
            try
            {
                Restore(changes);
                return;
            }
            catch (IptablesException e)
            {
                refusal = e;
            }
        }
    }

    /// <summary>The chains and rules of a table, line by line as iptables-save writes them.</summary>
    public IReadOnlyList<string> Save(string table) => Save($"{_name}-save", table);

    /// <summary>Why nothing can be done with a table; null when something can. Takes a process, which looks for the first rule of one of its chains.</summary>
    public string? Unusable(string table, string chain)
    {
        try
        {
            Run(_name, "", LockPatience, "-t", table, "-S", chain, "1");
            return null;
        }
        catch (IptablesException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether a rule is there, as iptables itself compares rules: for those with matches in somebody's own words. Takes a process.</summary>
    public bool Has(string table, Rule rule) =>
        Start(_name, "", [LockPatience, "-t", table, "-C", rule.Chain, .. Words.Split(rule.Specification)]).Status == 0;

    /// <summary>The table that these programs change.</summary>
    public IptablesTable Table(string name, NftSocket nft) => IsOld ? new OldIptablesTable(this, name) : InNft(name, nft);

    /// <summary>The table in both of its forms, as far as they are there: nf_tables', and that of the older ip_tables.</summary>
    /// <inheritdoc cref="InNft" path="/param"/>
    public IEnumerable<IptablesTable> Tables(string name, NftSocket nft, NftDeletions? together = null)
    {
        yield return InNft(name, nft, together);
        if (FindOld(name) is { } old)
            yield return old;
    }

    /// <summary>The table as iptables-nft keeps it. It may not be there, and then it has nothing.</summary>
    /// <param name="together">Takes what is to be deleted from it, to be committed when all is found; null deletes at once.</param>
    public IptablesTable InNft(string name, NftSocket nft, NftDeletions? together = null) => new NftIptablesTable(Family, name, nft, together);

    /// <summary>The table of the older ip_tables, when the kernel has that, and a program to read it is there.</summary>
    public IptablesTable? FindOld(string name) =>
        SmallFile.Find(_oldTables) is { } names && names.Split('\n').Contains(name) && ProgramFile.Find(OldName("save")) is not null
            ? new OldIptablesTable(this, name)
            : null;

    /// <summary>Programs for the older ip_tables have a name of their own where both are installed.</summary>
    string OldName(string verb) => ProgramFile.Find($"{_name}-legacy-{verb}") is null ? $"{_name}-{verb}" : $"{_name}-legacy-{verb}";

    internal void RestoreOld(Changes changes) => Restore(OldName("restore"), changes);

    internal IReadOnlyList<string> SaveOld(string table) => Save(OldName("save"), table);

    // Every program is a name for one of two files. Where a script stands before them, it has to be asked.
    bool IsOld
    {
        get
        {
            if (ProgramFile.Find($"{_name}-restore") is not { } program)
                return false;
            string file = Path.GetFileName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program);
            return file switch
            {
                "xtables-nft-multi" => false,
                "xtables-legacy-multi" or "xtables-multi" => true,
                _ => !Run($"{_name}-restore", "", "--version").Contains("nf_tables"),
            };
        }
    }

    static void Restore(string program, Changes changes)
    {
        var outcome = Start(program, changes.ToString(), "--noflush", LockPatience);
        if (outcome.Status == 0)
            return;
        string said = Said(outcome);
        throw new IptablesException(RefusedLine(said) is { } number && changes.Line(number) is { } line
            ? $"{program} refuses \"{line}\" of table {changes.Table}: {said}"
            : $"{program} refuses changes of table {changes.Table}: {said}");
    }

    static List<string> Save(string program, string table) =>
        [.. Run(program, "", "-t", table).Split('\n').Where(line => line.StartsWith(':') || line.StartsWith("-A ", StringComparison.Ordinal))];

    static string Run(string program, string input, params string[] arguments)
    {
        var outcome = Start(program, input, arguments);
        return outcome.Status == 0
            ? System.Text.Encoding.UTF8.GetString(outcome.Output)
            : throw new IptablesException($"{program} {string.Join(' ', arguments)} failed: {Said(outcome)}");
    }

    static ProgramOutcome Start(string program, string input, params string[] arguments)
    {
        string file = ProgramFile.Find(program) ?? throw new IptablesException($"{program} is not in {string.Join(':', ProgramFile.Folders)}: install iptables");
        string[] environment =
        [
            $"PATH={string.Join(':', ProgramFile.Folders)}",
            .. s_passedOn.Where(name => Environment.GetEnvironmentVariable(name) is not null).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}"),
        ];
        return ProgramOutcome.Of(file, arguments, environment, System.Text.Encoding.UTF8.GetBytes(input));
    }

    // What is of use of what it wrote: not the hint at its help, and all in one line.
    static string Said(ProgramOutcome outcome)
    {
        var lines = outcome.Error.Split('\n').Select(line => line.Trim()).Where(line => line != "" && !line.StartsWith("Try `", StringComparison.Ordinal));
        string said = string.Join("; ", lines);
        return said == "" ? $"it ended with status {outcome.Status}" : said;
    }

    // «line 4 failed», «Error occurred at line: 4», «line 4: RULE_APPEND failed»
    static int? RefusedLine(string said)
    {
        int at = said.LastIndexOf("line", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = said.AsSpan(at + 4).TrimStart(": ");
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? rest : rest[..digits], out int number) ? number : null;
    }
}
