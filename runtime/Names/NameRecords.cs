using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>
/// The names of all networks, as the CNI plugin "names" writes them down: a file for each network, in which a line is an address, names, #, the container's
/// id and its interface.
/// </summary>
internal sealed class NameRecords
{
    sealed record Line(IPAddress Address, IReadOnlyList<string> Names, string Container);

    readonly Dictionary<string, IReadOnlyList<Line>> _networks = [];

    NameRecords()
    {
    }

    public static NameRecords None { get; } = new();

    /// <summary>Reads the files of a folder.</summary>
    public static NameRecords Read(string folder)
    {
        var read = new NameRecords();
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            if (!Path.GetFileName(file).StartsWith('.') && SmallFile.Find(file) is { } text)
                read._networks[Path.GetFileName(file)] = [.. text.Split('\n').Select(Parse).OfType<Line>()];
        return read;
    }

    static Line? Parse(string line)
    {
        int mark = line.IndexOf('#');
        var words = (mark < 0 ? line : line[..mark]).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && IPAddress.TryParse(words[0], out var address)
            ? new(address, [.. words[1..].Select(name => name.ToLowerInvariant())], mark < 0 ? "" : line[(mark + 1)..].Trim().Split(' ')[0])
            : null;
    }

    public bool Has(string network) => _networks.ContainsKey(network);

    /// <summary>
    /// What a name is to somebody in a network: a container that is in several finds the names of all of them, others those of this one. Null when it is nobody's.
    /// </summary>
    public IReadOnlyList<IPAddress>? Find(string name, string network, IPAddress asking)
    {
        List<IPAddress>? found = null;
        foreach (var line in SeenBy(network, asking))
            if (line.Names.Contains(name) && (found ??= []) is { } addresses && !addresses.Contains(line.Address))
                addresses.Add(line.Address);
        return found;
    }

    /// <summary>What an address is called, to the same.</summary>
    public IReadOnlyList<string> NamesOf(IPAddress address, string network, IPAddress asking) =>
        [.. SeenBy(network, asking).Where(line => line.Address.Equals(address)).SelectMany(line => line.Names).Distinct()];

    /// <summary>The id of the container that has an address in a network; null when none has.</summary>
    public string? ContainerAt(IPAddress address, string network) =>
        _networks.GetValueOrDefault(network)?.FirstOrDefault(line => line.Address.Equals(address))?.Container is { Length: > 0 } container ? container : null;

    IEnumerable<Line> SeenBy(string network, IPAddress asking)
    {
        var here = _networks.GetValueOrDefault(network) ?? [];
        if (ContainerAt(asking, network) is not { } container)
            return here;
        return _networks.Values.Where(lines => ReferenceEquals(lines, here) || lines.Any(line => line.Container == container)).SelectMany(lines => lines);
    }
}
