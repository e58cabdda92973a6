using System.Text.Json;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl add, list and delete, crossed with ip netns: either does what the other expects to find.</summary>
public class NetctlNamesTests
{
    [Fact]
    public void What_netctl_adds_ip_lists_and_deletes() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue 'a name'");

        Assert.Equal("a name\nblue", lab.Tool("ip netns list | sort"));
        Assert.StartsWith("lo ", lab.Tool("ip -n blue -br link"));
        lab.Tool("ip netns delete blue");
        Assert.Equal("a name", lab.Tool($"{Netctl} list"));
    });

    [Fact]
    public void What_ip_adds_netctl_lists_and_deletes() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add red");

        Assert.Equal("blue\nred", lab.Tool($"{Netctl} list"));
        lab.Tool($"{Netctl} delete blue red");
        Assert.Equal("", lab.Tool("ip netns list; ls /run/netns"));
    });

    [Theory]
    [InlineData("netns add blue", "netns list", "netns delete blue")]
    [InlineData("netns add blue", "netns", "netns del blue")]
    [InlineData("add blue", "ls", "rm blue")]
    public void The_verbs_have_the_names_that_ip_users_know(string add, string list, string delete) => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} {add}");
        Assert.Equal("blue", lab.Tool($"{Netctl} {list}"));
        lab.Tool($"{Netctl} {delete}");
        Assert.Equal("", lab.Tool($"{Netctl} {list}"));
    });

    [Fact]
    public void A_list_has_the_number_by_which_this_namespace_knows_another() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add far; ip netns add near; ip link add v0 type veth peer name v1 netns near");

        Assert.Equal(lab.Tool("ip netns list | sort"), lab.Tool($"{Netctl} list"));
        Assert.Equal("far\nnear (id: 0)", lab.Tool($"{Netctl} list"));
        Json.AssertSameSet(lab.Tool("ip -j netns list"), lab.Tool($"{Netctl} -j list"), by: "name");
    });

    [Fact]
    public void Without_a_folder_there_is_nothing_to_list() => Lab.Run(lab =>
    {
        Assert.False(Directory.Exists("/run/netns"));
        Assert.Equal("", lab.Tool($"{Netctl} list"));
        Assert.Equal("[]", lab.Tool($"{Netctl} list -j"));
    });

    [Fact]
    public void A_stale_name_is_shown_as_stale_and_can_be_deleted() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue; umount /run/netns/blue");

        Assert.Equal("blue (stale)", lab.Tool($"{Netctl} list"));
        Assert.True(JsonDocument.Parse(lab.Tool($"{Netctl} -j list")).RootElement[0].GetProperty("stale").GetBoolean());
        Refused(lab, "add blue", 1, "Cannot create namespace file \"/run/netns/blue\" (it is stale: no namespace is mounted on it; delete it first): File exists");
        lab.Tool($"{Netctl} delete blue");
        lab.Tool($"{Netctl} add blue");
        Assert.Equal("blue", lab.Tool($"{Netctl} list"));
    });

    [Fact]
    public void A_taken_name_is_refused_as_ip_refuses_it() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue");

        var theirs = lab.Try("ip netns add blue");
        Refused(lab, "add blue", theirs.ExitCode, theirs.Err);
    });

    [Fact]
    public void A_missing_name_is_refused_as_ip_refuses_it() => Lab.Run(lab =>
    {
        var theirs = lab.Try("ip netns delete blue");
        Refused(lab, "delete blue", theirs.ExitCode, theirs.Err);
    });

    [Fact]
    public void Of_several_names_those_that_can_be_are_added() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue");

        Refused(lab, "add red blue green", 1, "Cannot create namespace file \"/run/netns/blue\": File exists");
        Assert.Equal("blue\ngreen\nred", lab.Tool($"{Netctl} list"));
    });

    [Theory]
    [InlineData("add a/b", "Invalid netns name \"a/b\"")]
    [InlineData("add good ..", "Invalid netns name \"..\"")]
    [InlineData("delete ''", "Invalid netns name \"\"")]
    [InlineData("add", "Required argument missing for command: 'add'. See netctl --help.")]
    [InlineData("frobnicate", "\"frobnicate\" is not understood here. See netctl --help.")]
    [InlineData("netns frobnicate", "\"frobnicate\" is not understood here. See netctl --help.")]
    [InlineData("list --fast", "\"--fast\" is not understood here. See netctl --help.")]
    public void What_is_not_understood_changes_nothing(string command, string sentence) => Lab.Run(lab =>
    {
        Refused(lab, command, 255, sentence);
        Assert.Equal("", lab.Tool($"{Netctl} list"));
    });

    [Fact]
    public void Without_root_the_refusal_says_so() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue");

        var refused = lab.Try($"setpriv --reuid 65534 --clear-groups --inh-caps=-all --bounding-set=-all {Netctl} add red");

        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("Operation not permitted: this needs root", refused.Err);
        Assert.Equal("blue", lab.Tool("ip netns list"));
    });

    [Fact]
    public void Help_names_every_verb()
    {
        string help = Shell.Run($"{Netctl} --help").Out;
        Assert.All((string[])["add", "list", "delete", "exec", "link", "addr", "route", "--netns", "--json"], word => Assert.Contains(word, help));
    }

    static void Refused(Lab lab, string command, int exitCode, string sentence) =>
        Assert.Equal(new Outcome(exitCode, "", sentence), lab.Try($"{Netctl} {command}"));
}
