using System.Text.RegularExpressions;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl exec: a program in a namespace, with that namespace's /sys and /etc.</summary>
public partial class NetctlExecTests
{
    [Fact]
    public void The_program_sees_the_namespace_and_its_devices() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; ip link add v0 type veth peer name eth0 netns pod");

        Assert.Equal(lab.Tool("ip netns exec pod ip -j link"), lab.Tool($"{Netctl} exec pod ip -j link"));
        Assert.Equal("eth0\nlo", lab.Tool($"{Netctl} exec pod ls /sys/class/net"));
    });

    [Fact]
    public void Control_groups_stay_in_sight() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");

        string mounts = lab.Tool("grep -o ' /sys/[^ ]*' /proc/self/mountinfo | sort");
        Skip.If(mounts == "", "nothing is mounted below /sys on this machine");
        Assert.Equal(mounts, lab.Tool($"{Netctl} exec pod grep -o ' /sys/[^ ]*' /proc/self/mountinfo | sort"));
    });

    [Fact]
    public void The_group_of_a_vrf_is_left() => Lab.Run(lab =>
    {
        string hierarchy = lab.Tool("findmnt -nt cgroup2 -o TARGET | head -n 1");
        Skip.If(hierarchy == "", "no cgroup2 is mounted on this machine");
        string group = $"{hierarchy}/test-{Guid.NewGuid():N}";
        lab.Tool($"ip netns add pod; mkdir -p {group}/vrf/red");
        try
        {
            string inside = lab.Tool($"sh -c 'echo $$ >{group}/vrf/red/cgroup.procs; exec {Netctl} exec pod grep ^0:: /proc/self/cgroup'");
            Assert.EndsWith(Path.GetFileName(group), inside);
        }
        finally
        {
            lab.Tool($"rmdir {group}/vrf/red {group}/vrf {group}");
        }
    });

    [Fact]
    public void Mounts_of_the_program_are_its_own() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; mkdir /run/here");

        string before = lab.Tool("cat /proc/self/mountinfo");
        Assert.Equal("there", lab.Tool($"{Netctl} exec pod sh -c 'mount -t tmpfs t /run/here && touch /run/here/there && ls /run/here'"));
        Assert.Equal(before, lab.Tool("cat /proc/self/mountinfo"));
    });

    [Fact]
    public void Files_of_the_namespace_stand_in_the_place_of_those_in_etc() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; mkdir /etc/netns/pod; echo nameserver 192.0.2.1 >/etc/netns/pod/resolv.conf; touch /etc/resolv.conf");

        string outside = lab.Tool("cat /etc/resolv.conf");
        Assert.Equal("nameserver 192.0.2.1", lab.Tool($"{Netctl} exec pod cat /etc/resolv.conf"));
        Assert.Equal(outside, lab.Tool("cat /etc/resolv.conf"));
    });

    [Fact]
    public void A_file_with_no_place_in_etc_is_told_and_the_program_runs() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; mkdir /etc/netns/pod; touch /etc/netns/pod/no-such-file");

        Assert.Equal(new Outcome(0, "ran", "bind /etc/netns/pod/no-such-file to /etc/no-such-file: No such file or directory"), lab.Try($"{Netctl} exec pod echo ran"));
    });

    [Theory]
    [InlineData("true", 0, "")]
    [InlineData("sh -c 'exit 7'", 7, "")]
    [InlineData("sh -c 'kill -9 $$'", 137, "")]
    [InlineData("no-such-program", 127, "exec of \"no-such-program\" failed: No such file or directory")]
    [InlineData("/no/such/program", 127, "exec of \"/no/such/program\" failed: No such file or directory")]
    [InlineData("/etc/passwd", 126, "exec of \"/etc/passwd\" failed: Permission denied")]
    public void It_exits_as_the_program_does(string program, int exitCode, string sentence) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        var outcome = lab.Try($"{Netctl} exec pod {program}; code=$?; exit $code");
        Assert.Equal((exitCode, sentence), (outcome.ExitCode, outcome.Err.Replace("Killed", "").Trim()));
    });

    [Theory]
    [InlineData("exec pod echo -j -n x --help", "-j -n x --help")]
    [InlineData("netns exec pod echo -j", "-j")]
    [InlineData("x pod -- echo --", "--")]
    [InlineData("-n elsewhere exec pod echo -n x", "x")]
    public void The_programs_options_are_its_own(string command, string expected) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        Assert.Equal(expected, lab.Tool($"{Netctl} {command}"));
    });

    [Fact]
    public void The_program_inherits_environment_input_and_plain_signals() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");

        Assert.Equal("one two", lab.Try($"{Netctl} exec pod sh -c 'read word; echo $word $WORD'", "one\n", ("WORD", "two")).Out);
        // .NET ignores SIGPIPE, and what is ignored stays so in the next program: this one must not notice. What nohup ignored is still ignored.
        const string signals = "grep -E 'Sig(Ign|Blk)' /proc/self/status";
        string Signals(string command) => SigPipe().Replace(lab.Tool($"{command} {signals}"), "$1[01]$2");
        Assert.Equal(Signals(""), Signals($"{Netctl} exec pod"));
        Assert.Equal(Signals("nohup"), Signals($"nohup {Netctl} exec pod"));
        Assert.EndsWith("0000000000000000", lab.Tool($"nohup {Netctl} exec pod grep SigBlk /proc/self/status"));
        Assert.DoesNotMatch("SigIgn:.*1...$", lab.Tool($"{Netctl} exec pod grep SigIgn /proc/self/status"));
        Assert.Equal(lab.Tool("ulimit -a"), lab.Tool($"{Netctl} exec pod sh -c 'ulimit -a'"));
        // A namespace that the program had open would live as long as the program.
        Assert.DoesNotMatch("net:|/run/netns", lab.Tool($"{Netctl} exec pod ls -l /proc/self/fd"));
    });

    [Fact]
    public void It_becomes_the_program_and_no_process_stays_between() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        var started = lab.Start($"{Netctl} exec pod sh -c 'echo $$; read wait'");
        Assert.Equal($"{started.Id}", started.ReadLine());
    });

    [Fact]
    public void A_script_without_a_first_line_is_the_shells() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; printf 'echo script $1' >/run/script; chmod +x /run/script");
        Assert.Equal("script here", lab.Tool($"{Netctl} exec pod /run/script here"));
    });

    [Fact]
    public void A_missing_namespace_is_refused_as_ip_refuses_it() => Lab.Run(lab =>
    {
        var theirs = lab.Try("ip netns exec nowhere true");
        Assert.Equal(theirs, lab.Try($"{Netctl} exec nowhere true"));
        Assert.Equal(255, theirs.ExitCode);
    });

    [Fact]
    public void A_namespace_can_be_a_path() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; ip link add v0 type veth peer name eth0 netns pod");
        Assert.Contains("eth0", lab.Tool($"{Netctl} exec /run/netns/pod ip -br link"));
    });

    // Whoever runs the tests may ignore a broken pipe, and netctl cannot tell that from what .NET does.
    [GeneratedRegex(@"(SigIgn:\s+[0-9a-f]{12})[01]([0-9a-f]{3})")]
    private static partial Regex SigPipe();
}
