using System.Text;
using Cni;
using Xunit;

namespace Tests.Bytes;

public class NetworkListTests
{
    static NetworkList Parse(string json) => NetworkList.Parse(Encoding.UTF8.GetBytes(json), "test.conflist");

    static string Refused(string json) => Assert.Throws<CniError>(() => Parse(json)).Message;

    [Theory]
    [InlineData("\"cniVersion\":\"1.0.0\"", "1.0.0")]
    [InlineData("\"cniVersion\":\"0.4.0\",\"cniVersions\":[\"0.3.1\",\"1.0.0\"]", "1.0.0")]
    [InlineData("\"cniVersions\":[\"0.4.0\",\"1.1.0\",\"1.2.0\",\"9.9.9\"]", "1.1.0")]
    [InlineData("\"cniVersion\":\"1.2.0\",\"cniVersions\":[\"1.0.0\"]", "1.0.0")]
    [InlineData("\"cniVersion\":\"1.2.0\"", "1.2.0")]   // alone it counts as it is: the plugins will say that they do not know it
    [InlineData("\"disableCheck\":false", "0.1.0")]
    public void The_newest_version_that_both_sides_know_is_used(string versions, string selected) =>
        Assert.Equal(selected, Parse($$"""{"name":"net",{{versions}},"plugins":[{"type":"bridge"}]}""").CniVersion.ToString());

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"True\"", true)]
    [InlineData("\"false\"", false)]
    public void Switches_may_be_text(string value, bool on) =>
        Assert.Equal(on, Parse($$"""{"name":"net","disableCheck":{{value}},"plugins":[{"type":"bridge"}]}""").DisableCheck);

    [Theory]
    [InlineData("""{"plugins":[{"type":"bridge"}]}""", "test.conflist: name is missing")]
    [InlineData("""{"name":"a b","plugins":[{"type":"bridge"}]}""", "test.conflist: name is a b: invalid characters found in network name")]
    [InlineData("""{"name":"net","plugins":[]}""", "test.conflist: plugins is empty: no plugins in list")]
    [InlineData("""{"name":"net"}""", "test.conflist: plugins is missing: no plugin configs found")]
    [InlineData("""{"name":"net","loadOnlyInlinedPlugins":true}""",
        "test.conflist: plugins is missing, and loadOnlyInlinedPlugins lets no plugin come from elsewhere")]
    [InlineData("""{"name":"net","disableGC":"sometimes","plugins":[{"type":"../sh"},{"ipam":{}}]}""",
        "test.conflist: plugins[0].type is ../sh, not the name of a file in CNI_PATH; plugins[1].type is missing; disableGC is \"sometimes\", not true or false")]
    [InlineData("""{"name":"net","cniVersions":["7.0.0"],"plugins":[{"type":"a"}]}""", "test.conflist: cniVersions holds none up to 1.1.0")]
    [InlineData("[]", "test.conflist: the configuration is [], not an object; name is missing")]
    public void What_is_wrong_is_told_all_at_once_with_the_file(string json, string message) => Assert.Equal(message, Refused(json));

    [Fact]
    public void What_is_no_json_is_told_with_the_file() => Assert.StartsWith("test.conflist is no JSON: ", Refused("{"));

    static string Folder(params ReadOnlySpan<(string File, string Json)> files)
    {
        string folder = Directory.CreateTempSubdirectory("net.d").FullName;
        foreach (var (file, json) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{folder}/{file}")!);
            File.WriteAllText($"{folder}/{file}", json);
        }
        return folder;
    }

    static IEnumerable<string> Types(NetworkList network) => network.Plugins.Select(plugin => plugin.Type);

    [Fact]
    public void The_first_list_of_a_name_wins_and_lists_win_over_single_plugins()
    {
        string folder = Folder(
            ("10-x.conf", """{"name":"net","type":"single"}"""),
            ("30-x.conflist", """{"name":"net","plugins":[{"type":"third"}]}"""),
            ("20-x.conflist", """{"name":"net","plugins":[{"type":"second"}]}"""),
            ("00-x.conflist", """{"name":"other","plugins":[{"type":"first"}]}"""));

        Assert.Equal(["second"], Types(NetworkList.Load(folder, "net")));
    }

    [Fact]
    public void A_single_plugin_is_a_list_of_one()
    {
        var network = NetworkList.Load(Folder(("x.json", """{"cniVersion":"0.3.1","name":"net","type":"single"}""")), "net");

        Assert.Equal(["single"], Types(network));
        Assert.Equal("0.3.1", network.CniVersion.ToString());
    }

    [Fact]
    public void Plugins_may_lie_in_a_folder_of_the_networks_name()
    {
        string folder = Folder(
            ("x.conflist", """{"name":"net","plugins":[{"type":"inlined"}]}"""),
            ("net/20-b.conf", """{"type":"b"}"""),
            ("net/10-a.conf", """{"type":"a"}"""),
            ("net/notes.txt", "no plugin"));

        Assert.Equal(["inlined", "a", "b"], Types(NetworkList.Load(folder, "net")));
    }

    [Fact]
    public void Unless_the_list_wants_inlined_ones_only()
    {
        string folder = Folder(
            ("x.conflist", """{"name":"net","loadOnlyInlinedPlugins":true,"plugins":[{"type":"inlined"}]}"""),
            ("net/a.conf", """{"type":"a"}"""));

        Assert.Equal(["inlined"], Types(NetworkList.Load(folder, "net")));
    }

    [Fact]
    public void A_broken_file_hides_no_other_and_is_named_when_nothing_is_found()
    {
        string folder = Folder(("00-broken.conflist", "{"), ("10-good.conflist", """{"name":"net","plugins":[{"type":"a"}]}"""));

        Assert.Equal(["a"], Types(NetworkList.Load(folder, "net")));
        var error = Assert.Throws<CniError>(() => NetworkList.Load(folder, "elsewhere"));
        Assert.Equal($"no net configuration with name \"elsewhere\" in {folder}", error.Message);
        Assert.StartsWith($"{folder}/00-broken.conflist is no JSON: ", error.Details);
    }

    [Fact]
    public void An_empty_folder_and_a_missing_one_say_so()
    {
        string folder = Folder();
        Assert.Equal($"no net configurations found in {folder}", Assert.Throws<CniError>(() => NetworkList.Load(folder, "net")).Message);
        Assert.Equal($"no net configurations found in {folder}/no", Assert.Throws<CniError>(() => NetworkList.Load($"{folder}/no", "net")).Message);
    }

    [Fact]
    public void A_network_in_several_files_can_be_had_as_one()
    {
        string folder = Folder(
            ("x.conflist", """{"cniVersion":"1.0.0","name":"net","disableGC":"true","plugins":[{"type":"inlined"}]}"""),
            ("net/10-a.conf", """{"type":"a","Kept":[1]}"""),
            ("y.conf", """{"cniVersion":"0.4.0","name":"single","type":"b"}"""));

        Assert.Equal("""{"cniVersion":"1.0.0","name":"net","disableGC":"true","plugins":[{"type":"inlined"},{"type":"a","Kept":[1]}]}""",
            Encoding.UTF8.GetString(NetworkList.Load(folder, "net").Whole.Span));
        Assert.Equal("""{"cniVersion":"0.4.0","name":"single","plugins":[{"cniVersion":"0.4.0","name":"single","type":"b"}]}""",
            Encoding.UTF8.GetString(NetworkList.Load(folder, "single").Source.Span));
    }

    [Fact]
    public void All_networks_are_found_each_name_once_and_what_is_broken_is_told()
    {
        string folder = Folder(
            ("10-a.conflist", """{"name":"a","plugins":[{"type":"x"}]}"""),
            ("20-broken.conflist", "[]"),
            ("30-a.conflist", """{"name":"a","plugins":[{"type":"y"}]}"""),
            ("00-b.conf", """{"name":"b","type":"x"}"""));

        Assert.Equal(["a", "b"], NetworkList.LoadAll(folder, out var broken).Select(network => network.Name));
        Assert.StartsWith($"{folder}/20-broken.conflist: ", Assert.Single(broken));
    }

    /// <summary>As podman 4.3.1 writes them.</summary>
    [Fact]
    public void Podmans_networks_are_read()
    {
        var networks = NetworkList.LoadAll(Repository.PathOf("tests/Requests/podman-networks"), out var broken);

        Assert.Empty(broken);
        Assert.Equal(["n1", "n2", "n3", "n4", "n5", "n8", "n9"], networks.Select(network => network.Name));
        Assert.All(networks, network => Assert.Equal("0.4.0", network.CniVersion.ToString()));
        Assert.Equal(["bridge", "portmap", "firewall", "tuning", "dnsname"], Types(networks[0]));
        Assert.Equal(["portMappings"], networks[0].Plugins[1].Capabilities);
    }
}
