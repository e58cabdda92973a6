using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>Completion, as a shell with a terminal does it: words are typed, the tab key is pressed, and what the line did is looked at.</summary>
public class NetctlCompletionTests
{
    [Theory]
    [InlineData("netctl delete bl\t\n", "red")]
    [InlineData("netctl del bl\tre\t\n", "")]
    [InlineData("netctl netns dele\tblue-\t\n", "red")]
    [InlineData("netctl ren\tblue-\tgreen\n", "green red")]
    public void Bash_completes_verbs_and_namespaces(string typed, string left) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue-one; ip netns add red");
        TypeIntoBash(lab, typed);
        Assert.Equal(left, lab.Tool("echo $(ls /run/netns)"));
    });

    [Theory]
    [InlineData("netctl link show lon\t >/run/seen\n", "longname0")]
    [InlineData("netctl -n blue link show ins\t >/run/seen\n", "inside0")]
    [InlineData("netctl addr show dev lon\t >/run/seen\n", "longname0")]
    [InlineData("netctl --netns bl\t link show dev ins\t >/run/seen\n", "inside0")]
    public void Bash_completes_links_also_those_of_another_namespace(string typed, string seen) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip link add longname0 type veth peer name inside0 netns blue");
        TypeIntoBash(lab, typed);
        Assert.Contains($": {seen}@", File.ReadAllText("/run/seen"));
        Assert.Equal(2, File.ReadAllLines("/run/seen").Length);
    });

    [Fact]
    public void Bash_completes_names_with_blanks_programs_and_files() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add 'two words'; echo 'add fromfile' >/run/lines");
        TypeIntoBash(lab, "netctl exec two\ttouc\t /run/made\nnetctl -b /run/li\t\n");
        Assert.True(File.Exists("/run/made"));
        Assert.True(File.Exists("/run/netns/fromfile"));
    });

    [Theory]
    [InlineData("complete -- ''", "add")]
    [InlineData("complete -- lis", "list")]
    [InlineData("complete -- netns att", "attach")]
    [InlineData("complete -- exec --us", "--user")]
    [InlineData("complete -- exec --user nobody bl", "blue")]
    [InlineData("complete -- link set master lo", "lo")]
    [InlineData("complete -- link set v0 netns bl", "blue")]
    [InlineData("complete -- completion f", "fish")]
    public void What_can_follow_is_asked_of_the_tree_of_commands(string command, string among) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue");
        Assert.Contains(among, lab.Tool($"{Netctl} {command} | cut -f1").Split('\n'));
    });

    [Theory]
    [InlineData("bash", "bash -n")]
    [InlineData("zsh", "zsh -n")]
    [InlineData("fish", "fish --no-execute")]
    public void Every_shell_reads_its_script(string shell, string check) => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} completion {shell} >/run/script");
        Assert.Equal(new Outcome(0, "", ""), lab.Try($"{check} /run/script"));
    });

    [Fact]
    public void Zsh_asks_netctl_at_the_tab_key() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue-one; ip netns add red");
        string start = $"PATH=/run/bin:$PATH; autoload -U compinit; compinit -u -d /run/zcompdump; source <({Netctl} completion zsh)";
        Type(lab, "zsh -f -i", start, "netctl delete bl\t\n");
        Assert.Equal("red", lab.Tool("ls /run/netns"));
    });

    [Fact]
    public void Fish_asks_netctl_too() => Lab.Run(lab =>
    {
        lab.Tool($"ip netns add blue-one; mkdir -p /run/bin; ln -s {Netctl} /run/bin/netctl");
        Assert.StartsWith("blue-one", lab.Try($"PATH=/run/bin:$PATH HOME=/run fish --no-config -c '{Netctl} completion fish | source; complete -C \"netctl delete bl\"'").Out);
    });

    static void TypeIntoBash(Lab lab, string keys) => Type(lab, "bash --norc --noprofile -i", $"PATH=/run/bin:$PATH; source <({Netctl} completion bash)", keys);

    // script(1) has a terminal for the shell; the shell reads keys when it is ready for them, and ends with its input.
    static void Type(Lab lab, string shell, string start, string keys)
    {
        lab.Tool($"mkdir -p /run/bin; ln -s {Netctl} /run/bin/netctl");
        var terminal = lab.Start($"script -qec '{shell}' /dev/null");
        terminal.WriteLine($"{start}; bind 'set enable-bracketed-paste off' 2>/dev/null; echo READY | tr A-Z a-z");
        while (terminal.ReadLine().TrimEnd('\r') != "ready") { }
        terminal.WriteLine(keys + "exit");
        terminal.Wait();
    }
}
