using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl's verbs for namespaces beside those of ip netns: the same words, the same exit codes, and what ip does not tell.</summary>
public class NetctlNamespaceTests
{
    [Theory]
    [InlineData("netns list-id")]
    [InlineData("-j netns list-id")]
    [InlineData("netns list-id nsid 5")]
    [InlineData("netns list-id target-nsid 5")]
    [InlineData("-n near netns list-id")]
    [InlineData("netns identify")]
    [InlineData("netns identify $$")]
    [InlineData("netns pids near")]
    [InlineData("netns show")]
    [InlineData("netns a another")]
    [InlineData("netns del near")]
    [InlineData("netns set near 5")]
    public void Netctl_says_what_ip_says(string command)
    {
        Outcome theirs = null!, ours = null!;
        Lab.Run(lab => theirs = AnswerOf(lab, "ip", command));
        Lab.Run(lab => ours = AnswerOf(lab, Netctl, command));
        Assert.Equal(theirs, ours);
    }

    static Outcome AnswerOf(Lab lab, string tool, string command)
    {
        lab.Tool("ip netns add near; ip netns set near 5; ip link add v0 type veth peer name v1 netns near");
        var answer = lab.Try($"{tool} {command}");
        // Blanks at the ends of lines, and the words around what the kernel says, are each tool's own.
        string err = answer.Err.Contains("already has a nsid") ? "already has a nsid" : answer.Err;
        return new Outcome(answer.ExitCode, answer.Out.TrimEnd(), err);
    }

    [Theory]
    [InlineData("netns set near abc", 255)]
    [InlineData("netns set nowhere 5", 1)]
    [InlineData("netns list-id nsid 6", 2)]
    [InlineData("netns list-id nsid x", 255)]
    [InlineData("netns attach y z", 1)]
    [InlineData("netns attach y 0", 1)]
    [InlineData("netns attach y 999999999", 1)]
    [InlineData("netns identify zz", 1)]
    [InlineData("netns identify 999999999", 1)]
    [InlineData("netns pids nowhere", 1)]
    [InlineData("netns delete nowhere", 1)]
    [InlineData("netns exec nowhere true", 255)]
    [InlineData("netns frobnicate", 255)]
    [InlineData("-n nowhere link", 255)]
    public void What_cannot_be_done_ends_with_ips_exit_code_and_changes_nothing(string command, int exitCode) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add near");

        Assert.Equal(exitCode, lab.Try($"ip {command}").ExitCode);
        var ours = lab.Try($"{Netctl} {command}");
        Assert.Equal((exitCode, ""), (ours.ExitCode, ours.Out));
        Assert.Single(ours.Err.Split('\n'));
        Assert.Equal("near", lab.Tool("ls /run/netns"));
    });

    [Fact]
    public void A_namespace_can_be_added_with_its_loopback_up() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add --up blue red; {Netctl} add down");

        Assert.Contains("LOOPBACK,UP", lab.Tool("ip -n blue -br link"));
        Assert.Contains("LOOPBACK,UP", lab.Tool("ip -n red -br link"));
        Assert.DoesNotContain("LOOPBACK,UP", lab.Tool("ip -n down -br link"));
        lab.In("red", "ping -c 1 -W 5 127.0.0.1");
    });

    [Fact]
    public void The_namespace_of_a_process_or_of_a_path_gets_a_name() => Lab.Run(lab =>
    {
        var holder = lab.Start("unshare -n sh -c 'ip link add v0 type veth peer name v1; echo ready; read x'");
        holder.ReadLine();

        lab.Tool($"{Netctl} attach ofprocess {holder.Id}; {Netctl} attach ofpath /proc/{holder.Id}/ns/net");

        Assert.Contains("v1@v0", lab.Tool("ip netns exec ofprocess ip -br link"));
        Assert.Equal("ofpath\nofprocess", lab.Tool($"{Netctl} identify {holder.Id}"));
        Assert.Equal(["ofpath", "ofprocess"], Names(lab.Tool($"{Netctl} -j identify {holder.Id}")));
        Assert.Equal(new Outcome(1, "", "/etc/passwd is no namespace"), lab.Try($"{Netctl} attach no /etc/passwd"));
    });

    [Fact]
    public void Without_a_name_one_is_identified_by_an_empty_line_and_itself_by_self() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue");

        Assert.Equal("<>", lab.Tool($"echo \"<$({Netctl} identify $$)>\""));
        Assert.Equal("[]", lab.Tool($"{Netctl} -j identify"));
        Assert.Equal("blue", lab.Tool($"{Netctl} exec blue {Netctl} identify --self"));
    });

    [Fact]
    public void A_list_of_all_has_those_without_a_name_and_who_holds_them() => Lab.Run(lab =>
    {
        var holder = lab.Start("unshare -n sh -c 'echo ready; read x'");
        holder.ReadLine();
        string inode = lab.Tool($"readlink /proc/{holder.Id}/ns/net");
        lab.Tool("ip netns add blue");

        Assert.Equal("blue", lab.Tool($"{Netctl} list").Split('\n')[0]);
        Assert.Contains($"{inode} held by {holder.Id} (sh)", lab.Tool($"{Netctl} list --all"));
        Assert.Contains($"{lab.Tool("readlink /proc/self/ns/net")} (this one) held by ", lab.Tool($"{Netctl} list --all"));
        var unnamed = Json.Parse(lab.Tool($"{Netctl} -j list --all")).EnumerateArray().Single(one => inode == $"net:[{(one.TryGetProperty("inode", out var i) ? i.GetUInt64() : 0)}]");
        Assert.Equal(holder.Id, unnamed.GetProperty("holders")[0].GetProperty("pid").GetInt32());

        lab.Tool($"ip netns attach red {holder.Id}");
        Assert.DoesNotContain(inode, lab.Tool($"{Netctl} list --all"));
    });

    [Fact]
    public void Pids_finds_threads_files_and_sockets_when_told_to() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip -n blue link set lo up");
        var inside = lab.Start($"{Netctl} exec blue sh -c 'echo $$; read x'");
        inside.ReadLine();
        var file = lab.Start("sh -c 'exec 9</run/netns/blue; echo ready; read x'");
        file.ReadLine();
        var socket = lab.Start($"python3 {Script(lab, SocketElsewhere)}");
        socket.ReadLine();
        var thread = lab.Start($"python3 {Script(lab, ThreadElsewhere)}");
        string threadId = thread.ReadLine();

        Assert.Equal($"{inside.Id}", lab.Tool("ip netns pids blue"));
        Assert.Equal($"{inside.Id}", lab.Tool($"{Netctl} pids blue"));
        Assert.Equal($"{inside.Id} (sh)\n{thread.Id} (python3), thread {threadId}", lab.Tool($"{Netctl} pids blue --threads"));
        string all = lab.Tool($"{Netctl} pids blue --fds");
        Assert.Contains($"{file.Id} (sh), file 9", all);
        Assert.Contains($"{socket.Id} (python3), socket ", all);
        Assert.Contains(Json.Parse(lab.Tool($"{Netctl} -j pids blue --fds")).EnumerateArray(), one => one.GetProperty("by").GetString() == "file" && one.GetProperty("fd").GetInt32() == 9);
    });

    [Theory]
    [InlineData("add blue", "create a network namespace: Operation not permitted: this needs CAP_SYS_ADMIN, which this root has not")]
    [InlineData("link add br0 type bridge", "Operation not permitted: this needs CAP_NET_ADMIN, which this root has not")]
    public void A_root_without_the_right_is_told_which(string command, string sentence) => Lab.Run(lab =>
        Assert.EndsWith(sentence, lab.Try($"setpriv --bounding-set=-sys_admin,-net_admin {Netctl} {command}").Err));

    [Fact]
    public void A_new_name_brings_configuration_and_network_with_it() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; mkdir /etc/netns/blue; echo nameserver 192.0.2.1 >/etc/netns/blue/resolv.conf; ip link add v0 type veth peer name v1 netns blue");

        lab.Tool($"{Netctl} rename blue red");

        Assert.Equal("red (id: 0)", lab.Tool("ip netns list"));
        Assert.Contains("v1@", lab.Tool("ip -n red -br link"));
        Assert.Equal("nameserver 192.0.2.1", lab.Tool("cat /etc/netns/red/resolv.conf"));
        Assert.Equal("1", lab.Tool("grep -c net: /proc/self/mountinfo"));
    });

    [Fact]
    public void A_taken_name_stays_with_whoever_has_it() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add red; mkdir /etc/netns/blue /etc/netns/green");

        Assert.Equal(new Outcome(1, "", "Cannot create namespace file \"/run/netns/red\": File exists"), lab.Try($"{Netctl} rename blue red"));
        Assert.Equal(new Outcome(1, "", "Cannot rename /etc/netns/blue to /etc/netns/green: File exists"), lab.Try($"{Netctl} rename blue green"));
        Assert.Equal(new Outcome(1, "", "Cannot open network namespace \"nowhere\": No such file or directory"), lab.Try($"{Netctl} rename nowhere green"));
        Assert.Equal("blue\nred", lab.Tool("ls /run/netns"));
    });

    [Fact]
    public void Pruning_takes_what_is_stale_and_if_told_to_what_is_unused() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add used; ip netns add linked; ip link add v0 type veth peer name v1 netns linked; ip netns add unused; touch /run/netns/stale");
        var inside = lab.Start("ip netns exec used sh -c 'echo ready; read x'");
        inside.ReadLine();

        Assert.Equal("stale", lab.Tool($"{Netctl} prune --dry-run"));
        Assert.Equal("stale", lab.Tool($"{Netctl} prune"));
        Assert.Equal("linked\nunused\nused", lab.Tool("ls /run/netns"));
        Assert.Equal("""[{"name":"unused"}]""", lab.Tool($"{Netctl} -j prune --unused"));
        Assert.Equal("linked\nused", lab.Tool("ls /run/netns"));
    });

    [Fact]
    public void Inspecting_shows_what_the_kernel_and_ip_know() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip link add v0 type veth peer name eth0 netns blue; ip link set v0 up; ip -n blue link set eth0 up; ip -n blue link set lo up");
        lab.Tool("ip -n blue addr add 10.1.0.5/24 dev eth0; ip -n blue route add default via 10.1.0.1");
        lab.Until("addresses are there to stay", () => !lab.Tool("ip -n blue addr").Contains("tentative"));
        var inside = lab.Start("ip netns exec blue sh -c 'echo ready; read x'");
        inside.ReadLine();

        var found = Json.Parse(lab.Tool($"{Netctl} -j inspect blue"))[0];
        Assert.Equal(lab.Tool($"readlink /proc/{inside.Id}/ns/net"), $"net:[{found.GetProperty("inode").GetUInt64()}]");
        Assert.Equal(lab.Tool("readlink /proc/self/ns/user"), $"user:[{found.GetProperty("owner").GetProperty("user_namespace").GetUInt64()}]");
        Assert.Equal(0, found.GetProperty("id").GetInt32());
        Assert.Equal(lab.Tool("date -u -d @$(stat -Lc %Y /run/netns/blue) +%Y-%m-%dT%H:%M:%SZ"), found.GetProperty("since").GetString());
        Assert.Equal(inside.Id, found.GetProperty("holders")[0].GetProperty("pid").GetInt32());
        Json.AssertSame(lab.Tool("ip -n blue -j addr"), found.GetProperty("links").GetRawText());
        Assert.Equal(lab.Tool("ip -n blue -j route; ip -n blue -j -6 route").Split("dst").Length, found.GetProperty("routes").GetRawText().Split("dst").Length);
        Assert.Contains("default via 10.1.0.1 dev eth0", lab.Tool($"{Netctl} inspect blue"));
        Assert.Contains($"held by {inside.Id} (sh)", lab.Tool($"{Netctl} inspect blue"));
    });

    [Fact]
    public void A_process_number_stands_for_its_namespace() => Lab.Run(lab =>
    {
        var holder = lab.Start("unshare -n sh -c 'ip link add v0 type veth peer name v1; echo ready; read x'");
        holder.ReadLine();

        Assert.Contains("v1@v0", lab.Tool($"{Netctl} -n {holder.Id} link"));
        Assert.Contains("v1@v0", lab.Tool($"{Netctl} exec {holder.Id} ip link"));
    });

    [Fact]
    public void Another_folder_of_names_can_be_chosen() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir /run/mine; export NETCTL_RUN_DIR=/run/mine/netns; {Netctl} add blue; {Netctl} exec blue true");

        Assert.Equal("blue", lab.Tool("ls /run/mine/netns"));
        Assert.Equal("", lab.Tool("ip netns list"));
        Assert.Equal("blue", lab.Tool($"NETCTL_RUN_DIR=/run/mine/netns {Netctl} list"));
    });

    static IEnumerable<string> Names(string json) => Json.Parse(json).EnumerateArray().Select(one => one.GetProperty("name").GetString()!);

    static string Script(Lab lab, string text)
    {
        string path = $"/run/{text.Length}.py";
        File.WriteAllText(path, text);
        return path;
    }

    const string SocketElsewhere = """
        import ctypes, os, socket, sys
        libc = ctypes.CDLL(None)
        home, there = os.open('/proc/self/ns/net', os.O_RDONLY), os.open('/run/netns/blue', os.O_RDONLY)
        libc.setns(there, 0); s = socket.socket(); s.bind(('127.0.0.1', 99)); s.listen(); libc.setns(home, 0)
        os.close(there); os.close(home)
        print('ready', flush=True); sys.stdin.read()
        """;

    const string ThreadElsewhere = """
        import ctypes, os, sys, threading
        def work():
            there = os.open('/run/netns/blue', os.O_RDONLY)
            ctypes.CDLL(None).setns(there, 0); os.close(there)
            print(threading.get_native_id(), flush=True); sys.stdin.read()
        threading.Thread(target=work).start()
        """;
}
