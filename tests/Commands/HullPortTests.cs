using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Published ports: which of the host's, who holds them, and who gets in by them. curl, ss and nft are the judges.</summary>
public partial class HullPortTests
{
    const string Web = "busybox httpd -f -v -h /www", Idle = "busybox sleep 1000";

    [Fact]
    public void A_range_is_published_one_for_one_and_shown_as_one() => InLab((lab, hull) =>
    {
        hull.Ok($"run -d --name web -p 8000-8010:80-90 -p 53:53/udp {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:8000").Out == "hello");

        Assert.Contains("0.0.0.0:8000-8010->80-90/tcp, 0.0.0.0:53->53/udp ", hull.Ok("ps"));
        Assert.Contains("Address already in use", Bind(lab, 8010));
        hull.Ok("rm -f web");
        Assert.Equal("", Bind(lab, 8010));
    });

    [Fact]
    public void A_port_without_one_of_the_hosts_gets_one_that_is_free_for_as_long_as_the_container_runs() => InLab((lab, hull) =>
    {
        hull.Ok($"run -d --name one -p 80 -p 127.0.0.1::80 -p 53/udp {Web}");
        hull.Ok($"run -d --name two -p 80 {Web}");

        var ports = Published().Matches(hull.Ok("ps")).Select(match => match.Groups[2].Value).ToList();
        Assert.Equal(4, ports.Distinct().Count());
        string first = Published().Match(hull.Ok("ps | grep one$")).Groups[2].Value;
        lab.Until("the server listens", () => lab.Try($"curl -s -m 2 127.0.0.1:{first}").Out == "hello");
        Assert.Contains("Address already in use", Bind(lab, int.Parse(first)));
        Assert.Equal(first, Published().Match(hull.Ok("ps | grep one$")).Groups[2].Value);

        hull.Ok("rm -f one");
        Assert.Equal("", Bind(lab, int.Parse(first)));
    });

    [Fact]
    public void Of_a_range_for_one_port_the_first_that_is_free_is_taken() => InLab((lab, hull) =>
    {
        Listen(lab, 8000);
        hull.Ok($"run -d --name one -p 8000-8002:80 {Idle}");
        hull.Ok($"run -d --name two -p 8000-8002:80 {Idle}");

        Assert.Contains("0.0.0.0:8001->80/tcp", hull.Ok("ps | grep one$"));
        Assert.Contains("0.0.0.0:8002->80/tcp", hull.Ok("ps | grep two$"));
        var refusal = hull.Try($"run --rm -p 8000-8002:80 {Idle}");
        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains("all ports from 8000 to 8002/tcp are in use, the first by process python3 (", refusal.Err);
    });

    [Fact]
    public void All_that_the_image_and_expose_name_is_published_by_P_and_only_shown_without() => InLab((lab, hull) =>
    {
        hull.Ok($"import -c 'EXPOSE 80 81/udp' {HullTool.RootTar} serving");
        hull.Ok("run -d --name shown --expose 7000-7001 serving sleep 1000");
        hull.Ok("run -d --name all -P --expose 7000 -p 1314:81/udp serving sleep 1000");

        Assert.Contains("80/tcp, 81/udp, 7000/tcp, 7001/tcp ", hull.Ok("ps | grep shown$"));
        var all = Published().Matches(hull.Ok("ps | grep all$")).Select(match => match.Groups[3].Value).Order();
        Assert.Equal(["7000/tcp", "80/tcp", "81/udp"], all);
        Assert.Contains("0.0.0.0:1314->81/udp", hull.Ok("ps"));
    });

    [Fact]
    public void A_thousand_ports_are_held_by_one_process_however_few_files_it_may_have_open() => InLab((lab, hull) =>
    {
        lab.Tool($"ulimit -Sn 256; {Binaries.Hull} run -d --name web -p 20000-20999:80-1079 {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:20000").Out == "hello");

        Assert.Contains("0.0.0.0:20000-20999->80-1079/tcp", hull.Ok("ps"));
        Assert.Equal("1000", lab.Tool("nft -j list map inet cni_ports ports4 | grep -o '\"concat\": *\\[\"tcp\"' | wc -l"));
        Assert.Equal("hello", lab.Tool("curl -s -m 2 [::1]:20000"));
        Assert.Contains("Address already in use", Bind(lab, 20999));
        Assert.Matches(@"Max open files +256 ", hull.Ok("exec web cat /proc/1/limits"));
        hull.Ok("rm -f web");
        Assert.Equal("", Bind(lab, 20999));
    });

    [Fact]
    public void A_container_without_an_IPv6_address_is_reached_from_the_loopback_address_of_IPv6() => InLab((lab, hull) =>
    {
        lab.Tool("head -c 3000000 /dev/urandom >/run/large");
        hull.Ok($"run -d --name web -p 1314:80 -p [::1]:1315:80 -v /run/large:/www/large {Web}");
        hull.Ok("run -d --name echo -p 1316:7 busybox nc -ll -p 7 -e cat");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Equal("hello", lab.Tool("curl -s -m 5 [::1]:1314"));
        Assert.Equal("hello", lab.Tool("curl -s -m 5 [::1]:1315"));
        Assert.Equal(lab.Tool("sha256sum </run/large"), lab.Tool("curl -s -m 20 [::1]:1314/large | sha256sum"));
        // Who says that he has said all is answered all the same.
        Assert.Equal(lab.Tool("sha256sum </run/large"), lab.Tool("""
            python3 -c '
            import socket, threading, sys
            s = socket.create_connection(("::1", 1316)); data = open("/run/large", "rb").read()
            def send(): s.sendall(data); s.shutdown(socket.SHUT_WR)
            t = threading.Thread(target=send); t.start()
            while piece := s.recv(65536): sys.stdout.buffer.write(piece)
            t.join()' | sha256sum
            """));
        hull.Ok("stop -t 0 echo");
        Assert.NotEqual(0, lab.Try("curl -s -m 5 [::1]:1316").ExitCode);
    });

    [Fact]
    public void Datagrams_reach_it_from_there_too_and_its_answers_find_whoever_asked() => InLab((lab, hull) =>
    {
        string pod = $"hull-{hull.Ok($"run -d --name echo -p 5353:53/udp -p [::1]:5354:53/udp {Idle}")[..12]}";
        lab.Start($"""
            nsenter --net=/run/netns/{pod} python3 -c '
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 53))
            while True: s.sendto(*s.recvfrom(1000))'
            """);
        lab.Until("the server answers", () => Ask("127.0.0.1", 5353) == "x");

        Assert.Equal("x", Ask("::1", 5353));
        Assert.Equal("x", Ask("::1", 5354));
        // Two hundred clients, more than are kept apart at once, each with its own answer.
        Assert.Equal("200", lab.Tool("""
            python3 -c '
            import socket
            found = 0
            for n in range(200):
                s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.settimeout(20); s.sendto(b"%d\n" % n, ("::1", 5353))
                found += s.recv(100) == b"%d\n" % n
            print(found)'
            """));
        Assert.Contains("Address already in use", lab.Try("python3 -c 'import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).bind((\"::1\", 5353))'").Err);
        hull.Ok("rm -f echo");
        lab.Tool("python3 -c 'import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).bind((\"::1\", 5353))'");

        string Ask(string address, int port) => lab.Try($"""
            python3 -c 'import socket
            s = socket.socket(socket.AF_INET6 if ":" in "{address}" else socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); s.sendto(b"x\n", ("{address}", {port})); print(s.recv(100).decode(), end="")'
            """).Out.Trim();
    });

    [Fact]
    public void The_way_in_from_the_loopback_address_is_for_this_machine_only_and_clients_keep_their_address() => InLab((lab, hull) =>
    {
        lab.Namespace("lan");
        lab.Tool("ip link add up0 type veth peer name up0 netns lan && ip addr add 192.0.2.1/24 dev up0 && ip addr add 2001:db8::1/64 dev up0 nodad && ip link set up0 up");
        lab.In("lan", "ip link set lo up && ip addr add 192.0.2.2/24 dev up0 && ip addr add 2001:db8::2/64 dev up0 nodad && ip link set up0 up && ip -6 route replace ::1/128 via 2001:db8::1 dev up0 table 7 && ip -6 rule add from 2001:db8::2 to ::1 table 7 pref 0");
        hull.Ok($"run -d --name web -p 1314:80 -p 127.0.0.1:1315:80 -p [::1]:1316:80 {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Equal("hello", lab.In("lan", "curl -s -m 5 192.0.2.1:1314"));
        Assert.Equal("hello", lab.Tool("curl -s -m 5 [::1]:1316"));
        foreach (string closed in (string[])["192.0.2.1:1315", "192.0.2.1:1316", "[2001:db8::1]:1314", "[2001:db8::1]:1316"])
            Assert.NotEqual(0, lab.TryIn("lan", $"curl -s -m 1 {closed}").ExitCode);
        lab.Until("the server said whom it served", () => hull.Ok("logs web 2>&1").Contains("192.0.2.2"));
    });

    [Fact]
    public void Who_has_a_port_is_named_and_what_can_be_done() => InLab((lab, hull) =>
    {
        var server = Listen(lab, 1314);
        hull.Ok($"run -d --name web -p 1315:80 -p 5353:53/udp {Idle}");

        Assert.Equal($"hull: port 1314/tcp is in use by process python3 ({server}) of this machine; publish another port, or end that process",
            hull.Try($"run --rm -p 1314:80 {Idle}").Err);
        Assert.Equal("hull: port 1315/tcp is in use by container web; publish another port, or end it first: hull stop web",
            hull.Try($"run --rm -p 1315:80 {Idle}").Err);
        Assert.Contains("port 5353/udp is in use by container web", hull.Try($"run --rm -p 127.0.0.1:5353:53/udp {Idle}").Err);
    });

    [Fact]
    public void Ports_of_several_networks_are_published_through_the_first_and_no_plugin_minds() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        hull.Ok($"run -d --name web -p 1314:80 --network shop --network back {Web}");
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");

        Assert.Contains("10.5.0.2", lab.Tool("nft list map inet cni_ports ports4"));
        Assert.DoesNotContain("10.6.0.2", lab.Tool("nft list map inet cni_ports ports4"));
        hull.Ok("network disconnect back web");
        Assert.Equal("hello", lab.Tool("curl -s -m 2 127.0.0.1:1314"));
        hull.Ok("network connect back web");
        Assert.Equal("hello", lab.Tool("curl -s -m 2 127.0.0.1:1314"));
    });

    // What a program hears that wants the port; nothing, when it gets it.
    static string Bind(Lab lab, int port) => lab.Try($"python3 -c 'import socket; s = socket.socket(); s.bind((\"\", {port})); s.listen()'").Err is { Length: > 0 } said ? said.Split('\n')[^1] : "";

    static string Listen(Lab lab, int port) =>
        lab.Start($"python3 -c 'import os, socket; s = socket.socket(); s.bind((\"\", {port})); s.listen(); print(os.getpid(), flush=True); s.accept()'").ReadLine();

    [GeneratedRegex(@"(\d+\.\d+\.\d+\.\d+):(\d+)->(\d+/(?:tcp|udp))")]
    private static partial Regex Published();
}
