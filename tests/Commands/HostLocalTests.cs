using System.Text.Json;
using Xunit;

namespace Tests.Commands;

public class HostLocalTests
{
    const string Leases = "/run/leases";
    const string Folder = $"{Leases}/net";

    static readonly PluginCall s_ours = PluginCall.Ours("host-local");
    static readonly PluginCall s_reference = PluginCall.Reference("host-local");

    static string Config(string ipam, string rest = "", string version = "1.0.0") =>
        $$"""{"cniVersion":"{{version}}","name":"net","ipam":{"type":"host-local","dataDir":"{{Leases}}",{{ipam}}}{{rest}}}""";

    static readonly string s_small = Config("""
        "subnet":"10.1.2.0/29"
        """);

    static readonly string s_dualStack = Config("""
        "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"fd00:1::/64","gateway":"fd00:1::fe"}]]
        """);

    static string Ok(Outcome outcome) => outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException(outcome.ToString());

    static string Refused(Outcome outcome)
    {
        Assert.Equal(1, outcome.ExitCode);
        return JsonDocument.Parse(outcome.Out).RootElement.GetProperty("msg").GetString()!;
    }

    static string Address(Outcome outcome) =>
        JsonDocument.Parse(Ok(outcome)).RootElement.GetProperty("ips")[0].GetProperty("address").GetString()!;

    [Fact]
    public void The_files_are_the_references_byte_by_byte() => Lab.Run(lab =>
    {
        const string listing = $"cd {Folder}; od -An -c * | tr -s ' '; ls; stat -c '%a %n' . lock";

        Ok(s_ours.Add(lab, s_dualStack));
        string ours = lab.Tool(listing);
        lab.Tool($"rm -r {Leases}");
        Ok(s_reference.Add(lab, s_dualStack));

        Assert.Equal(lab.Tool(listing), ours);
        Assert.StartsWith(@" c 1 \r \n e t h 0 c 1 \r \n e t h 0", ours);
        Assert.EndsWith("10.1.2.2\nfd00:1::1\nlast_reserved_ip.0\nlast_reserved_ip.1\nlock\n755 .\n750 lock", ours);
    });

    // The reference's own, since its release 1.2; Debian's is older, and lets everybody read.
    [Fact]
    public void Leases_are_the_owners_to_read() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));
        Assert.Equal("600 600 600 600", lab.Tool($"cd {Folder}; stat -c %a 10.1.2.2 fd00:1::1 last_reserved_ip.* | xargs"));
    });

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.4.0")]
    [InlineData("0.2.0")]
    public void The_result_says_what_the_references_says(string version) => Lab.Run(lab =>
    {
        lab.Tool("printf 'nameserver 10.0.0.53\\n# no\\nsearch a.example b.example\\noptions ndots:5\\ndomain c.example\\n' >/run/resolv.conf");
        string config = Config("""
            "resolvConf":"/run/resolv.conf",
            "routes":[{"dst":"0.0.0.0/0"},{"dst":"192.168.0.0/16","gw":"10.1.2.9"},{"dst":"::/0"}],
            "ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"10.1.2.100","rangeEnd":"10.1.2.110","gateway":"10.1.2.254"}],[{"subnet":"fd00:1::/64"}]]
            """, version: version);

        string ours = Ok(s_ours.Add(lab, config));
        lab.Tool($"rm -r {Leases}");
        string theirs = Ok(s_reference.Add(lab, config));

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(theirs).RootElement, JsonDocument.Parse(ours).RootElement), $"{theirs}\n{ours}");
    });

    [Fact]
    public void The_reference_deletes_what_we_added_and_we_what_it_added() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));
        Ok(s_reference.Del(lab, s_dualStack));
        Assert.Equal("", lab.Tool($"ls {Folder} | grep -v -e last -e lock || true"));

        Ok(s_reference.Add(lab, s_dualStack));
        Ok(s_ours.Del(lab, s_dualStack));
        Assert.Equal("", lab.Tool($"ls {Folder} | grep -v -e last -e lock || true"));
    });

    [Fact]
    public void Both_take_turns_in_one_pool_and_never_meet() => Lab.Run(lab =>
    {
        var addresses = Enumerable.Range(0, 6).Select(i =>
            Address(((i % 2 == 0 ? s_ours : s_reference) with { Container = $"c{i}" }).Add(lab, s_dualStack)));

        Assert.Equal(["10.1.2.2/24", "10.1.2.3/24", "10.1.2.4/24", "10.1.2.5/24", "10.1.2.6/24", "10.1.2.7/24"], addresses);
    });

    [Fact]
    public void What_the_reference_changes_behind_the_index_is_seen() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));
        Ok(s_reference.Del(lab, s_dualStack));
        Ok((s_reference with { Container = "c2" }).Add(lab, s_dualStack));

        Ok(s_ours.Add(lab, s_dualStack));
        Ok((s_ours with { Container = "c2" }).Del(lab, s_dualStack));

        Assert.Equal("10.1.2.4\nfd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void A_freed_address_rests_until_the_round_is_over() => Lab.Run(lab =>
    {
        var given = new List<string>();
        for (int i = 0; i < 7; i++)
        {
            given.Add(Address(s_ours.Add(lab, s_small)));
            Ok(s_ours.Del(lab, s_small));
        }
        Assert.Equal(["10.1.2.2/29", "10.1.2.3/29", "10.1.2.4/29", "10.1.2.5/29", "10.1.2.6/29", "10.1.2.2/29", "10.1.2.3/29"], given);
    });

    [Fact]
    public void An_empty_pool_is_told_by_add_and_by_status() => Lab.Run(lab =>
    {
        for (int i = 0; i < 5; i++)
        {
            Ok(s_ours.Run(lab, "STATUS", s_small.Replace("1.0.0", "1.1.0")));
            Ok((s_ours with { Container = $"c{i}" }).Add(lab, s_small));
        }
        Assert.Equal("failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.6",
            Refused((s_ours with { Container = "more" }).Add(lab, s_small)));
        Assert.Contains("\"code\":50,", s_ours.Run(lab, "STATUS", s_small.Replace("1.0.0", "1.1.0")).Out);
        Assert.Equal("5", lab.Tool($"ls {Folder} | grep -c 10.1.2"));
    });

    [Fact]
    public void A_second_add_is_refused_and_changes_nothing() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));

        Assert.Equal("failed to allocate for range 0: 10.1.2.2 has been allocated to c1, duplicate allocation is not allowed",
            Refused(s_ours.Add(lab, s_dualStack)));
        Assert.Equal(Refused(s_reference.Add(lab, s_dualStack)), Refused(s_ours.Add(lab, s_dualStack)));
        Assert.Equal("10.1.2.2\nfd00:1::1", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void An_add_that_fails_half_way_gives_back_the_first_half() => Lab.Run(lab =>
    {
        string config = Config("""
            "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/30"}]]
            """);
        Ok(s_ours.Add(lab, config));

        Assert.Contains("failed to allocate for range 1: no IP addresses available", Refused((s_ours with { Container = "c2" }).Add(lab, config)));

        Assert.Equal("10.1.2.2\n10.1.3.2", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Theory]
    [InlineData("IP=10.1.2.77", "", "10.1.2.77/24")]
    [InlineData("IgnoreUnknown=1;K8S_POD_NAME=p;MAC=02:11:22:33:44:55;IP=10.1.2.77/24", "", "10.1.2.77/24")]
    [InlineData("", ",\"args\":{\"cni\":{\"ips\":[\"10.1.2.78\"]}}", "10.1.2.78/24")]
    [InlineData("", ",\"runtimeConfig\":{\"IPs\":[\"10.1.2.79/16\"]}", "10.1.2.79/24")]
    public void An_address_can_be_asked_for(string args, string rest, string given) => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.2.0/24\"", rest);
        Assert.Equal(given, Address((s_ours with { Args = args }).Add(lab, config)));
    });

    [Theory]
    [InlineData("10.1.2.1", "failed to allocate for range 0: requested ip 10.1.2.1 is subnet's gateway")]
    [InlineData("10.1.2.2", "failed to allocate for range 0: requested IP address 10.1.2.2 is not available in range set 10.1.2.1-10.1.2.254")]
    [InlineData("10.9.9.9", "failed to allocate all requested IPs: 10.9.9.9")]
    [InlineData("nonsense", "ARGS: error parsing value of pair \"IP=nonsense\": invalid IP address nonsense")]
    public void An_address_that_cannot_be_had_is_refused_in_the_references_words(string wanted, string message) => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.2.0/24\"");
        Ok(s_ours.Add(lab, config));

        Assert.Equal(message, Refused((s_ours with { Container = "c2", Args = $"IP={wanted}" }).Add(lab, config)));
        Assert.Equal(message, Refused((s_reference with { Container = "c2", Args = $"IP={wanted}" }).Add(lab, config)));
        Assert.Equal("10.1.2.2", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Theory]
    [InlineData("\"subnet\":\"10.1.2.0/31\"", "invalid range set 0: Network 10.1.2.0/31 too small to allocate from")]
    [InlineData("\"subnet\":\"10.1.2.3/24\"",
        "invalid range set 0: Network has host bits set. For a subnet mask of length 24 the network address is 10.1.2.0")]
    [InlineData("\"ranges\":[]", "no IP ranges specified")]
    [InlineData("\"ranges\":[[]]", "invalid range set 0: empty range set")]
    [InlineData("\"subnet\":\"10.1.2.0/24\",\"rangeStart\":\"10.1.3.1\"", "invalid range set 0: RangeStart 10.1.3.1 not in network 10.1.2.0/24")]
    [InlineData("\"subnet\":\"10.1.2.0/24\",\"rangeEnd\":\"10.1.3.1\"", "invalid range set 0: RangeEnd 10.1.3.1 not in network 10.1.2.0/24")]
    [InlineData("\"subnet\":\"10.1.2.0/24\",\"rangeStart\":\"10.1.2.9\",\"rangeEnd\":\"10.1.2.5\"",
        "invalid range set 0: RangeStart 10.1.2.9 not in network 10.1.2.0/24")]
    [InlineData("\"ranges\":[[{\"subnet\":\"10.1.2.0/24\"},{\"subnet\":\"fd00::/64\"}]]", "invalid range set 0: mixed address families")]
    [InlineData("\"ranges\":[[{\"subnet\":\"10.1.2.0/24\"},{\"subnet\":\"10.1.2.0/25\"}]]",
        "invalid range set 0: subnets 10.1.2.1-10.1.2.254 and 10.1.2.1-10.1.2.126 overlap")]
    [InlineData("\"ranges\":[[{\"subnet\":\"10.1.2.0/24\"}],[{\"subnet\":\"10.1.2.0/25\"}]]", "range set 0 overlaps with 1")]
    public void A_range_that_makes_no_sense_is_refused_in_the_references_words(string ipam, string message) => Lab.Run(lab =>
    {
        Assert.Equal(message, Refused(s_ours.Add(lab, Config(ipam))));
        Assert.Equal(message, Refused(s_reference.Add(lab, Config(ipam))));
        Assert.Equal("", lab.Tool($"ls {Leases} 2>/dev/null || true"));
    });

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Lab.Run(lab => Assert.Equal(
        "ipam.ranges[1][0].subnet is missing; invalid range set 0: Network 10.1.2.0/32 too small to allocate from; "
            + "ipam.dataDir is ../x, not an absolute path without ..",
        Refused(s_ours.Add(lab, Config("""
            "dataDir":"../x","ranges":[[{"subnet":"10.1.2.0/32"}],[{"gateway":"10.1.2.1"}]]
            """)))));

    [Fact]
    public void Before_0_3_there_is_one_address_of_each_family() => Lab.Run(lab => Assert.Equal(
        "CNI version 0.2.0 does not support more than 1 address per family",
        Refused(s_ours.Add(lab, Config("""
            "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/24"}]]
            """, version: "0.2.0")))));

    [Fact]
    public void Delete_succeeds_twice_and_where_nothing_ever_was() => Lab.Run(lab =>
    {
        Ok(s_ours.Del(lab, s_small));
        Assert.False(Directory.Exists(Leases));
        Ok(s_ours.Add(lab, s_small));
        Ok(s_ours.Del(lab, s_small));
        Ok((s_ours with { NetNs = "" }).Del(lab, s_small));
        lab.Tool($"rm -r {Folder}");
        Ok(s_ours.Del(lab, s_small));
    });

    [Fact]
    public void Delete_frees_one_interface_of_a_container_only() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));
        Ok((s_ours with { IfName = "eth1" }).Add(lab, s_dualStack));

        Ok(s_ours.Del(lab, s_dualStack));

        Assert.Equal("10.1.2.3\nfd00:1::2", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void Leases_of_old_plugins_that_name_no_interface_are_freed_too() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; printf c1 >{Folder}/10.1.2.2; printf 'c10\\r\\neth0' >{Folder}/10.1.2.3");

        Ok(s_ours.Check(lab, s_small));
        Ok(s_ours.Del(lab, s_small));

        Assert.Equal("10.1.2.3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void An_empty_file_that_a_crash_left_holds_no_address() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; : >{Folder}/10.1.2.2");
        Assert.Equal("10.1.2.2/29", Address(s_ours.Add(lab, s_small)));
    });

    [Fact]
    public void Check_wants_the_very_addresses_of_the_result() => Lab.Run(lab =>
    {
        string Told(string address) => Config("\"subnet\":\"10.1.2.0/24\"",
            $",\"prevResult\":{{\"cniVersion\":\"1.0.0\",\"ips\":[{{\"address\":\"{address}\"}},{{\"address\":\"192.168.7.7/24\"}}]}}");

        Assert.Equal("host-local: Failed to find address added by container c1", Refused(s_ours.Check(lab, Told("10.1.2.2/24"))));
        Ok(s_ours.Add(lab, Told("10.1.2.2/24")));
        Ok(s_ours.Check(lab, Told("10.1.2.2/24")));
        Assert.Equal("host-local: 10.1.2.9/24 is not leased to container c1", Refused(s_ours.Check(lab, Told("10.1.2.9/24"))));
    });

    [Fact]
    public void Gc_frees_what_belongs_to_nobody_any_more() => Lab.Run(lab =>
    {
        foreach (string container in (string[])["c1", "c2", "c3"])
            Ok((s_ours with { Container = container }).Add(lab, s_dualStack));
        lab.Tool($": >{Folder}/10.1.2.200; printf c3 >{Folder}/10.1.2.201; printf gone >{Folder}/10.1.2.202");
        string Living(string list) => Config("\"subnet\":\"10.1.2.0/24\"", $",\"cni.dev/valid-attachments\":{list}", "1.1.0");

        Ok(s_ours.Run(lab, "GC", Living("""[{"containerID":"c3","ifname":"eth0"},{"containerID":"c2","ifname":"eth9"}]""")));
        Assert.Equal("10.1.2.201\n10.1.2.4\nfd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
        Ok((s_ours with { Container = "c1" }).Add(lab, s_dualStack));

        Ok(s_ours.Run(lab, "GC", Living("[]")));
        Assert.Equal("last_reserved_ip.0 last_reserved_ip.1 lock", lab.Tool($"ls {Folder} | xargs"));
    });

    [Fact]
    public void A_free_address_is_found_behind_a_thousand_taken_ones() => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.0.0/16\"");
        lab.Tool($"mkdir -p {Folder}; cd {Folder}; for a in 0 1 2 3; do for b in $(seq 0 255); do printf x >10.1.$a.$b; done; done; : >10.1.2.7");

        Assert.Equal("10.1.2.7/16", Address(s_ours.Add(lab, config)));   // empty, so nobody's
        Assert.Equal("10.1.4.0/16", Address((s_ours with { Container = "c2" }).Add(lab, config)));
    });

    [Fact]
    public void The_leases_of_others_are_not_read() => Lab.Run(lab =>
    {
        Ok(s_ours.Add(lab, s_dualStack));
        Ok((s_ours with { Container = "c2" }).Add(lab, s_dualStack));

        Ok(lab.Try($"strace -qq -o /run/trace {s_ours.Binary}", s_dualStack, ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c3"), ("CNI_IFNAME", "eth0"),
            ("CNI_NETNS", "/run/netns/none"), ("CNI_PATH", "/x")));

        Assert.Equal("0", lab.Tool("grep -c -e 'open.*/10.1.2.[23]\"' -e getdents.*net /run/trace || true"));
    });

    [Fact]
    public void Lease_files_with_anything_in_them_disturb_nobody() => Lab.Run(lab =>
    {
        string longest = new('c', 250);
        lab.Tool($"mkdir -p {Folder}/10.1.2.9; cd {Folder}; printf '../../../x' >10.1.2.3; head -c 3000 /dev/urandom >10.1.2.4; : >notes");

        Assert.Equal("10.1.2.2/29", Address(s_ours.Add(lab, s_small)));
        Assert.Equal("10.1.2.5/29", Address((s_ours with { Container = longest }).Add(lab, s_small)));
        Ok((s_ours with { Container = longest }).Del(lab, s_small));

        Assert.Equal("10.1.2.2 10.1.2.3 10.1.2.4 10.1.2.9", lab.Tool($"ls {Folder} | grep 10.1 | xargs"));
        Assert.Equal("net", lab.Tool($"ls {Leases}/.index | xargs"));
    });

    [Fact]
    public void Forty_at_once_get_forty_addresses() => Lab.Run(lab =>
    {
        lab.Tool("""
            for i in $(seq 40); do
              echo "$CONFIG" | CNI_COMMAND=ADD CNI_CONTAINERID=c$i CNI_IFNAME=eth0 CNI_NETNS=/run/none CNI_PATH=/x $PLUGIN >/run/out.$i &
            done; wait
            """.Replace("$CONFIG", s_dualStack.Replace("\"", "\\\"").ReplaceLineEndings("")).Replace("$PLUGIN", s_ours.Binary));

        Assert.Equal("40", lab.Tool($"ls {Folder} | grep -c 10.1.2"));
        Assert.Equal("40", lab.Tool("cat /run/out.* | grep -o '10.1.2.[0-9]*/24' | sort -u | wc -l"));
    });

    [Fact]
    public void The_host_is_not_touched_when_its_own_namespace_is_named() => Lab.Run(lab =>
    {
        Assert.Equal("plugin's netns and netns from CNI_NETNS should not be the same",
            Refused((s_ours with { NetNs = "/proc/self/ns/net" }).Add(lab, s_small)));
        Assert.False(Directory.Exists(Leases));
    });
}
