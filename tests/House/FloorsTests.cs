using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Tests.House;

/// <summary>ARCHITECTURE.md's plan: a folder is a floor, and what stands on it refers to lower floors only.</summary>
public partial class FloorsTests
{
    static readonly Dictionary<string, int> s_floors = new()
    {
        ["lib/linux"] = 0, ["lib/packets"] = 0,
        ["lib/netlink"] = 1, ["lib/dbus"] = 1,
        ["lib/netfilter"] = 2, ["lib/cni"] = 2, ["lib/cli"] = 2,
        ["plugins"] = 3, ["netns"] = 3, ["runtime"] = 3,
        ["tests"] = 4, ["conformance"] = 4, ["bench"] = 4,
    };

    [Fact]
    public void Projects_refer_to_lower_floors_only()
    {
        var wrong = from project in Projects()
                    from target in ReferencesOf(project)
                    where FloorOf(target) >= FloorOf(project) && !IsShelf(project, target)
                    select $"{project} refers to {target}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("Net.sln")).Replace('\\', '/');
        Assert.All(Projects(), project => Assert.Contains($"\"{project}\"", solution));
    }

    [Fact]
    public void A_plugin_never_names_another()
    {
        var namespaces = PluginFolders().ToDictionary(folder => folder, NamespaceOf);
        var wrong = from folder in PluginFolders()
                    from file in SourcesIn(folder)
                    from other in namespaces
                    where other.Key != folder && Names(File.ReadAllText(file), other.Value)
                    select $"{Path.GetRelativePath(Repository.Root, file)} names {other.Value}";
        Assert.Empty(wrong);
    }

    // conformance/ is judged with the tests' own tools.
    static bool IsShelf(string project, string target) => project.StartsWith("conformance/") && target.StartsWith("tests/");

    static IEnumerable<string> Projects() => Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.StartsWith("out/") && !path.Contains("/bin/") && !path.Contains("/obj/"));

    static IEnumerable<string> ReferencesOf(string project) =>
        from reference in XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
        let path = reference.Attribute("Include")!.Value.Replace('\\', '/')
        let folder = Path.GetDirectoryName(Repository.PathOf(project))!
        select Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, folder));

    static int FloorOf(string project) => s_floors.OrderByDescending(floor => floor.Key.Length)
        .Where(floor => project.StartsWith($"{floor.Key}/")).Select(floor => (int?)floor.Value).FirstOrDefault()
        ?? throw new InvalidOperationException($"{project} is on no floor of ARCHITECTURE.md");

    static IEnumerable<string> PluginFolders() =>
        Directory.EnumerateDirectories(Repository.PathOf("plugins")).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj" or "shared") && SourcesIn(folder).Any());

    static IEnumerable<string> SourcesIn(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    static string NamespaceOf(string folder) => Namespace().Match(File.ReadAllText(SourcesIn(folder).First())).Groups[1].Value;

    static bool Names(string source, string ns) =>
        source.Contains(ns) || Regex.IsMatch(source, $@"(?<![\w.]){ns.Split('.')[^1]}\.[A-Z]\w*Plugin\b");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
