using System.Text.Json;

namespace Cni;

/// <summary>A network's configuration: the chain of plugins that attach a container to it (a conflist).</summary>
public sealed class NetworkList
{
    NetworkList(ReadOnlyMemory<byte> source, ReadOnlyMemory<byte> whole, ConfigObject json, IReadOnlyList<NetworkPlugin> plugins)
    {
        Source = source;
        Whole = whole;
        Name = json.String("name");
        CniVersion = SelectVersion(json);
        DisableCheck = Flag(json, "disableCheck");
        DisableGc = Flag(json, "disableGC");
        Plugins = plugins;
    }

    public string Name { get; }

    /// <summary>The version that plugins are called with: the newest that both the configuration and we know.</summary>
    public CniVersion CniVersion { get; }

    /// <summary>In the order of ADD.</summary>
    public IReadOnlyList<NetworkPlugin> Plugins { get; }

    internal bool DisableCheck { get; }
    internal bool DisableGc { get; }

    /// <summary>The file as it is; it is kept with each attachment's result.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The configuration as one document that needs no file beside it.</summary>
    public ReadOnlyMemory<byte> Whole { get; }

    /// <summary>Every network among the configurations of a directory, in the order in which they are found; of equal names the first.</summary>
    /// <param name="directory">Such as /etc/cni/net.d.</param>
    /// <param name="broken">What is wrong with the files that are none.</param>
    public static IReadOnlyList<NetworkList> LoadAll(string directory, out IReadOnlyList<string> broken)
    {
        var files = new NetworkDirectory(directory);
        var all = files.All().DistinctBy(network => network.Name).ToList();
        broken = files.Broken;
        return all;
    }

    /// <summary>Finds a network by its name among the configurations of a directory.</summary>
    /// <exception cref="CniError">There is none of that name; files that could not be read are named.</exception>
    public static NetworkList Load(string directory, string name) => new NetworkDirectory(directory).Load(name);

    /// <summary>Reads a conflist whose plugins are all in it. <paramref name="origin"/> is where it comes from, for messages.</summary>
    /// <exception cref="CniError">All that is wrong with it.</exception>
    public static NetworkList Parse(ReadOnlyMemory<byte> json, string origin) => Parse(json, origin, _ => []);

    /// <param name="json">The conflist.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="fromFiles">For a network's name, the files that hold further plugins of it.</param>
    internal static NetworkList Parse(ReadOnlyMemory<byte> json, string origin, Func<string, IEnumerable<string>> fromFiles)
    {
        var members = Members(json, origin);
        var plugins = new List<NetworkPlugin>();
        bool onlyInlined = Flag(members, "loadOnlyInlinedPlugins");
        if (members.Find("plugins") is null && onlyInlined)
            members.Complain("plugins", "is missing, and loadOnlyInlinedPlugins lets no plugin come from elsewhere");
        else if (members.Find("plugins") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
            members.Complain("plugins", "is empty: no plugins in list");
        foreach (var item in members.Objects("plugins"))
            plugins.Add(new(item));
        int inlined = plugins.Count;
        if (!onlyInlined)
            foreach (var file in fromFiles(members.String("name")))
                plugins.Add(FromFile(file, members));
        return Finished(json, members, plugins, origin, () => plugins.Count == inlined ? json : WholeConflist.Of(members, plugins));
    }

    /// <summary>Reads the configuration of a single plugin, as it was before there were lists, as a list of one.</summary>
    internal static NetworkList ParseSingle(ReadOnlyMemory<byte> json, string origin)
    {
        var members = Members(json, origin);
        var plugin = new NetworkPlugin(members);
        var list = WholeConflist.OfSingle(members, plugin);
        return Finished(list, members, [plugin], origin, () => list);
    }

    static NetworkPlugin FromFile(string file, ConfigObject list)
    {
        var members = Members(File.ReadAllBytes(file), file);
        var plugin = new NetworkPlugin(members);
        foreach (string problem in members.Problems)
            list.Complain("plugins", $"come from {file} too, where {problem}");
        return plugin;
    }

    static NetworkList Finished(
        ReadOnlyMemory<byte> source, ConfigObject members, List<NetworkPlugin> plugins, string origin, Func<ReadOnlyMemory<byte>> whole)
    {
        var network = new NetworkList(source, members.Json.ValueKind == JsonValueKind.Object ? whole() : default, members, plugins);
        if (network.Name == "")
            members.Complain("name", "is missing");
        else if (!CniNames.IsValid(network.Name))
            members.Complain("name", $"is {network.Name}: invalid characters found in network name");
        if (plugins.Count == 0 && members.Problems.Count == 0)
            members.Complain("plugins", "is missing: no plugin configs found");
        return members.Problems.Count == 0
            ? network
            : throw new CniError(CniErrorCode.InvalidConfig, $"{origin}: {string.Join("; ", members.Problems)}");
    }

    static ConfigObject Members(ReadOnlyMemory<byte> json, string origin)
    {
        try
        {
            return new(JsonText.Parse(json));
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.DecodingFailure, $"{origin} is no JSON: {e.Message}");
        }
    }

    // Of cniVersion and cniVersions the newest that is not newer than we are; a version named alone counts whatever it is.
    static CniVersion SelectVersion(ConfigObject json)
    {
        string single = json.String("cniVersion");
        var candidates = new List<CniVersion>();
        foreach (string text in (string[])[single, .. json.Strings("cniVersions")])
            if (text != "" && CniVersion.Parse(text) is { } version)
                candidates.Add(version);
            else if (text != "")
                json.Complain("cniVersion", $"is {text}, not a version");
        if (candidates.Count > 1 || single == "")
            candidates.RemoveAll(version => version > CniVersion.Newest);
        if (candidates.Count == 0 && json.Find("cniVersions") is not null)
            json.Complain("cniVersions", $"holds none up to {CniVersion.Newest}");
        return candidates.Count == 0 ? CniVersion.Oldest : candidates.Max();
    }

    // A bool, or for those who write it so, its text.
    static bool Flag(ConfigObject json, string key) =>
        json.Find(key) is { ValueKind: JsonValueKind.String } text && bool.TryParse(text.GetString(), out bool value) ? value : json.Bool(key);
}
