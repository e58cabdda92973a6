using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What the daemon does as time goes by, and what becomes of leases when it, a server or a container is gone.</summary>
public class DhcpDaemonTests
{
    [Fact]
    public void A_lease_is_renewed_by_a_word_to_its_server_alone() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, DhcpLan.Times(3, 60));
        string result = lan.Attach("pod"), address = DhcpLan.AddressIn(result);
        lan.Capture();

        lan.Daemon.AwaitWord($"{address} renewed by 10.50.0.1");

        string request = lan.Seen(2).First(packet => packet.Contains(": Request"));
        Assert.Contains($"{address}.68 > 10.50.0.1.67", request);
        Assert.Contains($"Client-IP {address}", request);
        Assert.DoesNotContain("Requested-IP", request);
        Assert.Contains("[udp sum ok]", request);
        Succeed(Call("bridge", "pod").Check(lab, With(DhcpLan.Config(), result)));
    });

    [Fact]
    public void When_its_server_is_gone_another_renews_it() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, DhcpLan.Times(2, 4), "-timeout 1s");
        string result = lan.Attach("pod"), address = DhcpLan.AddressIn(result);
        lan.Server!.Stop();
        lab.Namespace("backup");
        lab.Tool("ip link add port type veth peer name lan netns backup && ip link set port up master br0");
        lab.In("backup", "ip addr add 10.50.0.2/24 dev lan && ip link set lan up");
        lan.Serve($"--dhcp-authoritative {DhcpLan.Times(60, 90)}", ns: "backup", link: "lan");

        lan.Daemon.AwaitWord($"{address} renewed by 10.50.0.2");

        lan.AssertLease("pod", result);
        Succeed(Call("bridge", "pod").Check(lab, With(DhcpLan.Config(), result)));
    });

    [Fact]
    public void An_address_that_the_server_takes_away_is_not_used_any_more() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, DhcpLan.Times(3, 60));
        string result = lan.Attach("pod");
        lan.Server!.Stop();
        lab.Tool("rm /run/d/leases");
        lan.Serve("--dhcp-authoritative", range: "10.50.0.201,10.50.0.250");

        lan.Daemon.AwaitWord("says no to");
        lan.Daemon.AwaitWord("eth0 is set down");

        Assert.Contains("DOWN", lab.In("pod", "ip -br link show eth0"));
        Assert.Equal("dhcp: there is no lease for pod/net/eth0", Refused(Call("bridge", "pod").Check(lab, With(DhcpLan.Config(), result))).Message);
        Assert.Equal("", lan.Kept);
        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));
    });

    [Fact]
    public void An_address_whose_time_is_over_is_not_used_any_more() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lan.Attach("pod");
        lan.Daemon.Stop();
        // No lease of dnsmasq's is shorter than two minutes: this one was granted three minutes ago.
        lab.Tool("cd /var/lib/cni/dhcp/*/ && granted=$(grep -o '[0-9]*}$' net:pod:eth0 | tr -d '}') && sed -i \"s/[0-9]*}$/$((granted - 180))}/\" net:pod:eth0");

        lan.StartDaemon().AwaitWord("the lease has expired; eth0 is set down");

        Assert.Contains("DOWN", lab.In("pod", "ip -br link show eth0"));
        Assert.Equal("", lan.Kept);
    });

    [Fact]
    public void A_daemon_that_was_killed_goes_on_where_it_was() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, DhcpLan.Times(3, 60));
        string result = lan.Attach("pod"), address = DhcpLan.AddressIn(result);
        lab.Tool($"kill -9 {lan.Daemon.Id}");
        lan.Daemon.Wait();

        var daemon = lan.StartDaemon();

        Succeed(Call("bridge", "pod").Check(lab, With(DhcpLan.Config(), result)));
        daemon.AwaitWord($"{address} renewed by 10.50.0.1");
        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));
        lab.Until("the server has the address back", () => lan.Leases == "");
    });

    [Fact]
    public void A_container_that_is_gone_without_a_word_is_forgotten() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, DhcpLan.Times(3, 60));
        lab.Tool("ip netns add pod");   // not the lab's own, which holds it open
        Succeed(Call("bridge", "pod").Add(lab, DhcpLan.Config()));

        lab.Tool("ip netns delete pod");

        lab.Until("the veth has gone with its namespace", () => !lab.Tool("ip -br link").Contains("veth"));
        lan.Daemon.AwaitWord("eth0 is gone from /run/netns/pod");
        Assert.Equal("", lan.Kept);
    });

    [Fact]
    public void A_namespace_of_the_same_name_is_another_container() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lab.Tool("ip netns add pod");
        string first = Succeed(Call("bridge", "pod").Add(lab, DhcpLan.Config()));
        lab.Tool("ip netns delete pod; ip netns add pod");

        string second = Succeed(Call("bridge", "pod").Add(lab, DhcpLan.Config()));

        Assert.Equal(DhcpLan.AddressIn(first), DhcpLan.AddressIn(second));
        lan.AssertLease("pod", second);
    });

    [Fact]
    public void Without_a_daemon_a_del_goes_through_and_nobody_renews_the_lease() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        string result = lan.Attach("pod");
        lan.Daemon.Stop();

        var (status, said) = Refused(PluginCall.Ours("bridge").Run(lab, "STATUS", DhcpLan.Config()));
        Assert.Equal((50, "error dialing DHCP daemon: nobody listens at /run/cni/dhcp.sock; start it: systemctl enable --now cni-dhcp.socket, or: /opt/cni/bin/dhcp daemon"), (status, said));
        lab.Namespace("late");
        Assert.Equal(11, Refused(Call("bridge", "late").Add(lab, DhcpLan.Config())).Code);
        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));

        Assert.Equal("", lan.Kept);
        Assert.Equal("1", lab.Tool("ip -br link | grep -c br0"));
        Assert.DoesNotContain("veth", lab.Tool("ip -br link"));
        lan.StartDaemon();
        Succeed(PluginCall.Ours("bridge").Run(lab, "STATUS", DhcpLan.Config()));
    });

    [Fact]
    public void A_hundred_ask_at_once_and_one_thread_serves_them() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lab.Tool("seq 100 | while read i; do ip netns add p$i; ip link add v$i up master br0 type veth peer name eth0 netns p$i; done");

        lab.Tool($$"""
            cat >/run/d/config <<'EOF'
            {{DhcpLan.Config()}}
            EOF
            export CNI_COMMAND=ADD CNI_IFNAME=eth0 CNI_PATH={{Binaries.PluginFolder}}
            for i in $(seq 100); do
              CNI_CONTAINERID=p$i CNI_NETNS=/run/netns/p$i {{Binaries.Plugin("dhcp")}} </run/d/config >/run/d/result.$i || echo $i >>/run/d/failed &
            done
            wait; ! cat /run/d/failed /run/d/result.* 2>/dev/null | grep code
            """);

        Assert.Equal("100", lab.Tool("cat /run/d/result.* | grep -o '10[.]50[.]0[.][0-9]*/24' | sort -u | wc -l"));
        Assert.Equal("100", lab.Tool("wc -l </run/d/leases"));
        Assert.InRange(int.Parse(lab.Tool($"sed -n 's/^Threads:.//p' /proc/{lan.Daemon.Id}/status")), 1, 2);   // .NET's own collects garbage
        Assert.Equal(100, lan.Kept.Split('\n').Length);

        lab.Tool($"kill -9 {lan.Daemon.Id}");
        lan.Daemon.Wait();
        lan.StartDaemon();
        Succeed(PluginCall.Ours("dhcp").Run(lab, "GC", DhcpLan.Config()[..^1] + ""","cni.dev/valid-attachments":[] }"""));
        lab.Until("the server has all addresses back", () => lan.Leases == "");
    });

    [Fact]
    public void Systemd_may_open_the_socket() => Lab.Run(lab =>
    {
        var daemon = lab.Start($$"""
            python3 -c '
            import os, socket
            s = socket.socket(socket.AF_UNIX); s.bind("/run/activated.sock"); s.listen()
            os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
            os.execv("{{Binaries.Plugin("dhcp")}}", ["{{Binaries.Plugin("dhcp")}}", "daemon"])'
            """);
        daemon.AwaitWord("listening at /run/activated.sock");

        Succeed(PluginCall.Ours("dhcp").Run(lab, "STATUS", DhcpLan.Config("\"daemonSocketPath\":\"/run/activated.sock\"")));
    });

    [Fact]
    public void Only_root_may_ask() => Lab.Run(lab =>
    {
        new DhcpLan(lab);
        lab.Tool("chmod 777 /run/cni /run/cni/dhcp.sock");

        string said = lab.Tool("""
            python3 -c '
            import os, socket
            os.setuid(65534)
            s = socket.socket(socket.AF_UNIX); s.connect("/run/cni/dhcp.sock")
            s.sendall(b"{\"command\":\"GC\",\"network\":\"net\"}"); s.shutdown(socket.SHUT_WR)
            print(s.recv(1000).decode())'
            """);

        Assert.Equal("""{"error":{"code":4,"msg":"only root may ask"}}""", said);
    });

    [Theory]
    [InlineData("nonsense", "error\":{\"code\":6")]
    [InlineData("{\"command\":\"DANCE\"}", "command is none of ADD, DEL, CHECK, GC, STATUS")]
    [InlineData("{\"command\":\"STATUS\"}", "{}")]
    [InlineData("{\"command\":\"ADD\",\"network\":\"n\",\"containerID\":\"c\",\"ifname\":\"eth0\",\"netns\":\"/nowhere\"}", "no network namespace is at /nowhere")]
    public void What_is_asked_by_hand_is_answered_in_a_sentence(string question, string answer) => Lab.Run(lab =>
    {
        new DhcpLan(lab, server: null);

        Assert.Contains(answer, lab.Tool($$"""
            python3 -c '
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect("/run/cni/dhcp.sock")
            s.sendall(sys.argv[1].encode()); s.shutdown(socket.SHUT_WR)
            print(s.recv(1000).decode())' '{{question}}'
            """));
    });

    [Theory]
    [InlineData("-pidfile here", "path not absolute")]
    [InlineData("-frobnicate 1", "flag provided but not defined: -frobnicate")]
    [InlineData("-timeout soon", "invalid value \"soon\" for flag -timeout")]
    [InlineData("--resendmax=", "invalid value \"\" for flag -resendmax")]
    [InlineData("-socketpath", "flag needs an argument: -socketpath")]
    public void A_wrong_flag_is_told(string flags, string message) => Lab.Run(lab =>
    {
        var said = lab.Try($"{Binaries.Plugin("dhcp")} daemon {flags}");

        Assert.Equal(2, said.ExitCode);
        Assert.Contains(message, said.Err);
        Assert.Contains("Usage of daemon:", said.Err);
    });

    [Fact]
    public void One_socket_has_one_daemon_and_a_dead_ones_is_taken_over() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, server: null, daemon: "-pidfile /run/d/pid -socketpath=/run/d/dhcp.sock");
        Assert.Equal($"{lan.Daemon.Id}", lab.Tool("cat /run/d/pid"));

        var second = lab.Try($"{Binaries.Plugin("dhcp")} daemon -socketpath /run/d/dhcp.sock");
        Assert.Equal((1, "listen at /run/d/dhcp.sock: Address already in use"), (second.ExitCode, second.Err));

        lan.Daemon.Stop();
        lan.StartDaemon("-socketpath /run/d/dhcp.sock");
    });
}
