namespace Cni;

/// <summary>A directory of network configurations, such as /etc/cni/net.d.</summary>
internal sealed class NetworkDirectory(string directory)
{
    readonly List<string> _broken = [];
    int _seen;

    /// <summary>
    /// The first network of this name: among the lists in order of their file names, then among the single plugins. A broken file hides
    /// no other, but is named when the search ends without success.
    /// </summary>
    public NetworkList Load(string name) => All().FirstOrDefault(network => network.Name == name) ?? throw NotFound(name);

    /// <summary>What was wrong with the files read so far.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>All networks, the lists first; files are read as they are asked for.</summary>
    public IEnumerable<NetworkList> All() => All([".conflist"], ParseList).Concat(All([".conf", ".json"], (json, file) => NetworkList.ParseSingle(json, file)));

    IEnumerable<NetworkList> All(string[] extensions, Func<byte[], string, NetworkList> parse)
    {
        foreach (string file in Files(directory, extensions))
        {
            _seen++;
            if (TryParse(file, parse) is { } network)
                yield return network;
        }
    }

    NetworkList? TryParse(string file, Func<byte[], string, NetworkList> parse)
    {
        try
        {
            return parse(File.ReadAllBytes(file), file);
        }
        catch (Exception e) when (e is CniError or IOException or UnauthorizedAccessException)
        {
            _broken.Add(e.Message);   // it may not be the one looked for; if nothing is found, it is told
            return null;
        }
    }

    NetworkList ParseList(byte[] json, string file) =>
        NetworkList.Parse(json, file, name => CniNames.IsValid(name) ? Files(Path.Combine(directory, name), [".conf"]) : []);

    static List<string> Files(string directory, string[] extensions)
    {
        if (!Directory.Exists(directory))
            return [];
        var files = Directory.EnumerateFiles(directory).Where(file => extensions.Contains(Path.GetExtension(file))).ToList();
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    CniError NotFound(string name) => new(CniErrorCode.InvalidConfig,
        _seen == 0 ? $"no net configurations found in {directory}" : $"no net configuration with name \"{name}\" in {directory}",
        string.Join("; ", _broken));
}
