using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Tests.Commands;

/// <summary>lib/linux and lib/netlink as products: packed, used by a program that has nothing but the packages, and their READMEs as true as that program's end.</summary>
public partial class PackageTests
{
    static readonly string[] s_libraries = ["linux", "netlink"];

    // What the snippets print, and their comments say.
    static readonly string[] s_said =
        ["blue forwards: 1", "hello", "No such file or directory", "veth0 is number ", "default via 10.1.0.1 dev ", "add 10.1.0.5/16 dev eth0: "];

    [Fact]
    public void The_packages_are_whole_and_their_snippets_compile_and_run()
    {
        string folder = Directory.CreateTempSubdirectory("packages").FullName, version = $"0.0.1-test{Environment.ProcessId}x{DateTime.UtcNow.Ticks % 1_000_000}";
        try
        {
            foreach (string library in s_libraries)
                Run($"dotnet pack {Repository.PathOf($"lib/{library}")} -c Release -o {folder} -p:PackageVersion={version} -nologo -v quiet");
            IsWhole($"{folder}/Net.Linux.{version}");
            IsWhole($"{folder}/Net.Netlink.{version}", needs: "Net.Linux");

            string program = WriteProgram(folder, version);
            Run($"dotnet build {program} -o {folder}/built -nologo -v quiet -p:RestoreAdditionalProjectSources={folder}");

            Lab.Run(lab =>
            {
                string said = lab.Tool($"dotnet {folder}/built/consumer.dll");
                foreach (string expected in s_said)
                    Assert.Contains(expected, said);
                Assert.Equal("", lab.Tool("ip netns list; ip -br link | grep veth0 || true"));
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            foreach (string id in (string[])["net.linux", "net.netlink"])
                Shell.Run($"rm -rf \"${{NUGET_PACKAGES:-$HOME/.nuget/packages}}/{id}/{version}\"");
        }
    }

    static void IsWhole(string path, string? needs = null)
    {
        using var package = ZipFile.OpenRead($"{path}.nupkg");
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", names);
        Assert.Contains(names, name => name.StartsWith("lib/net") && name.EndsWith(".xml"));
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec")).Open();
        var about = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) => about.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEqual("", Value("description"));
        Assert.Equal(needs, about.Descendants().FirstOrDefault(element => element.Name.LocalName == "dependency")?.Attribute("id")?.Value);

        using var symbols = ZipFile.OpenRead($"{path}.snupkg");
        Assert.Contains(symbols.Entries, entry => entry.FullName.EndsWith(".pdb"));
    }

    // A method for each snippet, called one after the other as a reader would try them; what they use stands on top.
    static string WriteProgram(string folder, string version)
    {
        string project = Directory.CreateDirectory($"{folder}/consumer").FullName;
        File.WriteAllText($"{project}/consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net9.0</TargetFramework><RollForward>Major</RollForward>
                <Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Net.Netlink" Version="{version}" /></ItemGroup>
            </Project>
            """);
        var snippets = s_libraries.SelectMany(library => Snippet().Matches(File.ReadAllText(Repository.PathOf($"lib/{library}/README.md"))))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.True(snippets.Count >= 8, $"only {snippets.Count} snippets");
        for (int i = 0; i < snippets.Count; i++)
        {
            string[] lines = snippets[i].Split('\n');
            var usings = lines.TakeWhile(line => line == "" || line.StartsWith("using ") && line.EndsWith(';') && !line.Contains('=')).ToList();
            string code = string.Join('\n', lines.Skip(usings.Count));
            File.WriteAllText($"{project}/Snippet{i}.cs", $"{string.Join('\n', usings)}\nstatic class Snippet{i}\n{{\npublic static void Run()\n{{\n{code}\n}}\n}}\n");
        }
        File.WriteAllText($"{project}/Program.cs", string.Concat(Enumerable.Range(0, snippets.Count).Select(i => $"Snippet{i}.Run();\n")));
        return $"{project}/consumer.csproj";
    }

    static void Run(string command)
    {
        var outcome = Shell.Run(command);
        Assert.True(outcome.ExitCode == 0, $"{command}: {outcome}");
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
