using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>What netctl exec can beyond ip netns exec: every namespace with the worst exit code, users, variables, folders, symbolic links in /etc.</summary>
public class NetctlExecEachTests
{
    [Fact]
    public void A_program_runs_in_every_namespace_as_with_ip() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add red; ip link add v0 type veth peer name v1 netns red");

        string theirs = lab.Tool("ip -all netns exec ip -br link");
        Assert.Equal(Sorted(theirs), Sorted(lab.Tool($"{Netctl} -all netns exec ip -br link")));
        Assert.Equal(Sorted(theirs), Sorted(lab.Tool($"{Netctl} exec --all -- ip -br link")));
    });

    [Fact]
    public void The_worst_exit_code_of_all_is_told_and_none_is_left_out() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add green; ip netns add red; touch /run/netns/stale");

        var outcome = lab.Try($"{Netctl} exec --all sh -c 'case $({Netctl} identify) in blue) exit 3;; green) kill -9 $$;; esac'");

        Assert.Equal(new Outcome(137, "\nnetns: blue\n\nnetns: green\n\nnetns: red", "stale is stale: no namespace is mounted on it"), outcome);
        Assert.Equal(0, lab.Try($"rm /run/netns/stale; {Netctl} exec --all true").ExitCode);
    });

    [Theory]
    [InlineData("--user nobody", "setpriv --reuid nobody --regid nogroup --init-groups")]
    [InlineData("--user nobody:daemon", "setpriv --reuid nobody --regid daemon --clear-groups")]
    [InlineData("-u 65534:1", "setpriv --reuid 65534 --regid 1 --clear-groups")]
    [InlineData("--user 4321:1234", "setpriv --reuid 4321 --regid 1234 --clear-groups")]
    [InlineData("-u root", "setpriv --reuid root --regid root --init-groups")]
    public void A_program_can_be_a_users(string options, string asSetpriv) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        const string who = "sh -c 'id; grep -E \"^(Uid|Gid|Groups|CapEff)\" /proc/self/status'";
        Assert.Equal(lab.Tool($"{asSetpriv} {who}"), lab.Tool($"{Netctl} exec {options} pod {who}"));
    });

    [Fact]
    public void A_user_has_that_users_home_and_what_is_set_besides() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; mkdir -m 755 /run/here");

        string shown = lab.Tool($"A=old {Netctl} exec --user nobody --env A=new -e 'B=two words' --cwd /run/here pod sh -c 'echo $USER $LOGNAME $HOME $A; echo $B; pwd'");
        Assert.Equal($"nobody nobody {lab.Tool("getent passwd nobody | cut -d: -f6")} new\ntwo words\n/run/here", shown);
    });

    [Theory]
    [InlineData("--user nobodyatall pod true", 1, "--user nobodyatall: /etc/passwd has no user \"nobodyatall\"")]
    [InlineData("--user nobody:nogroupatall pod true", 1, "--user nobody:nogroupatall: /etc/group has no group \"nogroupatall\"")]
    [InlineData("--user 4321 pod true", 1, "--user 4321: /etc/passwd does not say in which group user 4321 is: add one, as in 4321:4321")]
    [InlineData("--env A pod true", 255, "--env A is not understood: it reads NAME=VALUE.")]
    [InlineData("--cwd /nowhere pod true", 1, "enter /nowhere: No such file or directory")]
    [InlineData("pod", 255, "No command specified: what is to run in pod?")]
    public void What_cannot_be_is_said_and_nothing_runs(string words, int exitCode, string sentence) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        Assert.Equal(new Outcome(exitCode, "", sentence), lab.Try($"{Netctl} exec {words}"));
    });

    [Fact]
    public void A_file_stands_in_the_place_of_a_symbolic_link_and_stays_when_what_that_leads_to_is_replaced() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; mkdir /etc/netns/pod /run/resolve; echo theirs >/run/resolve/stub; ln -sf /run/resolve/stub /etc/resolv.conf; echo ours >/etc/netns/pod/resolv.conf");

        var program = lab.Start($"{Netctl} exec pod sh -c 'cat /etc/resolv.conf; read x; cat /etc/resolv.conf /run/resolve/stub'");
        Assert.Equal("ours", program.ReadLine());
        lab.Tool("echo new >/run/resolve/next; mv /run/resolve/next /run/resolve/stub");
        program.WriteLine("go on");
        Assert.Equal("ours", program.ReadLine());
        Assert.Equal("new", program.ReadLine());
        Assert.Equal("new", lab.Tool("cat /etc/resolv.conf"));
    });

    [Fact]
    public void Sys_can_stay_as_it_is() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; ip link add v0 type veth peer name eth0 netns pod");

        Assert.Equal(lab.Tool("cat /proc/self/mountinfo | grep -o ' /sys.*'"), lab.Tool($"{Netctl} exec --no-sysfs pod cat /proc/self/mountinfo | grep -o ' /sys.*'"));
        Assert.Contains("eth0", lab.Tool($"{Netctl} exec --no-sysfs pod ip -br link"));
    });

    [Fact]
    public void Where_sys_cannot_be_mounted_the_program_runs_without() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        // A user namespace of its own does not rule over the network namespace that a sysfs would show: the kernel refuses the mount.
        var outcome = lab.Try($"unshare -U -r -m -n sh -c 'ip link set lo up; {Netctl} exec --cwd / /proc/$$/ns/net echo ran'");
        Assert.Equal(("ran", 0), (outcome.Out, outcome.ExitCode));
    });

    static string Sorted(string blocks) => string.Join("\n\n", blocks.Split("\nnetns: ").Select(block => block.Trim()).Order(StringComparer.Ordinal));
}
