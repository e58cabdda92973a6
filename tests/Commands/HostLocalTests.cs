using System.Text.Json;
using Xunit;
using static Tests.Commands.HostLocalNetwork;

namespace Tests.Commands;

/// <summary>Which addresses host-local gives out, and when it refuses.</summary>
public class HostLocalTests
{
    [Fact]
    public void The_files_are_the_references_byte_by_byte() => Lab.Run(lab =>
    {
        const string listing = $"cd {Folder}; od -An -c * | tr -s ' '; ls; stat -c '%a %n' . lock";

        Ok(Ours.Add(lab, DualStack));
        string ours = lab.Tool(listing);
        lab.Tool($"rm -r {Leases}");
        Ok(Reference.Add(lab, DualStack));

        Assert.Equal(lab.Tool(listing), ours);
        Assert.StartsWith(@" c 1 \r \n e t h 0 c 1 \r \n e t h 0", ours);
        Assert.EndsWith("10.1.2.2\nfd00:1::1\nlast_reserved_ip.0\nlast_reserved_ip.1\nlock\n755 .\n750 lock", ours);
    });

    // The reference's own, since its release 1.2; Debian's is older, and lets everybody read.
    [Fact]
    public void Leases_are_the_owners_to_read() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
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

        string ours = Ok(Ours.Add(lab, config));
        lab.Tool($"rm -r {Leases}");
        string theirs = Ok(Reference.Add(lab, config));

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(theirs).RootElement, JsonDocument.Parse(ours).RootElement), $"{theirs}\n{ours}");
    });

    [Fact]
    public void The_reference_deletes_what_we_added_and_we_what_it_added() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok(Reference.Del(lab, DualStack));
        Assert.Equal("", lab.Tool($"ls {Folder} | grep -v -e last -e lock || true"));

        Ok(Reference.Add(lab, DualStack));
        Ok(Ours.Del(lab, DualStack));
        Assert.Equal("", lab.Tool($"ls {Folder} | grep -v -e last -e lock || true"));
    });

    [Fact]
    public void Both_take_turns_in_one_pool_and_never_meet() => Lab.Run(lab =>
    {
        var addresses = Enumerable.Range(0, 6).Select(i =>
            Address(((i % 2 == 0 ? Ours : Reference) with { Container = $"c{i}" }).Add(lab, DualStack)));

        Assert.Equal(["10.1.2.2/24", "10.1.2.3/24", "10.1.2.4/24", "10.1.2.5/24", "10.1.2.6/24", "10.1.2.7/24"], addresses);
    });

    [Fact]
    public void What_the_reference_changes_behind_the_index_is_seen() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok(Reference.Del(lab, DualStack));
        Ok((Reference with { Container = "c2" }).Add(lab, DualStack));

        Ok(Ours.Add(lab, DualStack));
        Ok((Ours with { Container = "c2" }).Del(lab, DualStack));

        Assert.Equal("10.1.2.4\nfd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void A_freed_address_rests_until_the_round_is_over() => Lab.Run(lab =>
    {
        var given = new List<string>();
        for (int i = 0; i < 7; i++)
        {
            given.Add(Address(Ours.Add(lab, Small)));
            Ok(Ours.Del(lab, Small));
        }
        Assert.Equal(["10.1.2.2/29", "10.1.2.3/29", "10.1.2.4/29", "10.1.2.5/29", "10.1.2.6/29", "10.1.2.2/29", "10.1.2.3/29"], given);
    });

    [Fact]
    public void An_empty_pool_is_told_by_add_and_by_status() => Lab.Run(lab =>
    {
        for (int i = 0; i < 5; i++)
        {
            Ok(Ours.Run(lab, "STATUS", Small.Replace("1.0.0", "1.1.0")));
            Ok((Ours with { Container = $"c{i}" }).Add(lab, Small));
        }
        Assert.Equal("failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.6",
            Refused((Ours with { Container = "more" }).Add(lab, Small)));
        Assert.Contains("\"code\":50,", Ours.Run(lab, "STATUS", Small.Replace("1.0.0", "1.1.0")).Out);
        Assert.Equal("5", lab.Tool($"ls {Folder} | grep -c 10.1.2"));
    });

    [Fact]
    public void A_second_add_is_refused_and_changes_nothing() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));

        Assert.Equal("failed to allocate for range 0: 10.1.2.2 has been allocated to c1, duplicate allocation is not allowed",
            Refused(Ours.Add(lab, DualStack)));
        Assert.Equal(Refused(Reference.Add(lab, DualStack)), Refused(Ours.Add(lab, DualStack)));
        Assert.Equal("10.1.2.2\nfd00:1::1", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void An_add_that_fails_half_way_gives_back_the_first_half() => Lab.Run(lab =>
    {
        string config = Config("""
            "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/30"}]]
            """);
        Ok(Ours.Add(lab, config));

        Assert.Contains("failed to allocate for range 1: no IP addresses available", Refused((Ours with { Container = "c2" }).Add(lab, config)));

        Assert.Equal("10.1.2.2\n10.1.3.2", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Theory]
    [InlineData("IP=", "", "10.1.2.2/24")]
    [InlineData("IP=10.1.2.77", "", "10.1.2.77/24")]
    [InlineData("IgnoreUnknown=1;K8S_POD_NAME=p;MAC=02:11:22:33:44:55;IP=10.1.2.77/24", "", "10.1.2.77/24")]
    [InlineData("", ",\"args\":{\"cni\":{\"ips\":[\"10.1.2.78\"]}}", "10.1.2.78/24")]
    [InlineData("", ",\"runtimeConfig\":{\"IPs\":[\"10.1.2.79/16\"]}", "10.1.2.79/24")]
    public void An_address_can_be_asked_for(string args, string rest, string given) => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.2.0/24\"", rest);
        Assert.Equal(given, Address((Ours with { Args = args }).Add(lab, config)));
    });

    [Theory]
    [InlineData("10.1.2.1", "failed to allocate for range 0: requested ip 10.1.2.1 is subnet's gateway")]
    [InlineData("10.1.2.2", "failed to allocate for range 0: requested IP address 10.1.2.2 is not available in range set 10.1.2.1-10.1.2.254")]
    [InlineData("10.9.9.9", "failed to allocate all requested IPs: 10.9.9.9")]
    [InlineData("nonsense", "ARGS: error parsing value of pair \"IP=nonsense\": invalid IP address nonsense")]
    public void An_address_that_cannot_be_had_is_refused_in_the_references_words(string wanted, string message) => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.2.0/24\"");
        Ok(Ours.Add(lab, config));

        Assert.Equal(message, Refused((Ours with { Container = "c2", Args = $"IP={wanted}" }).Add(lab, config)));
        Assert.Equal(message, Refused((Reference with { Container = "c2", Args = $"IP={wanted}" }).Add(lab, config)));
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
        Assert.Equal(message, Refused(Ours.Add(lab, Config(ipam))));
        Assert.Equal(message, Refused(Reference.Add(lab, Config(ipam))));
        Assert.Equal("", lab.Tool($"ls {Leases} 2>/dev/null || true"));
    });

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Lab.Run(lab => Assert.Equal(
        "ipam.dataDir is ../x, not an absolute path without ..; ipam.ranges[1][0].subnet is missing; "
            + "invalid range set 0: Network 10.1.2.0/32 too small to allocate from",
        Refused(Ours.Add(lab, Config("""
            "dataDir":"../x","ranges":[[{"subnet":"10.1.2.0/32"}],[{"gateway":"10.1.2.1"}]]
            """)))));

    [Fact]
    public void Before_0_3_there_is_one_address_of_each_family() => Lab.Run(lab => Assert.Equal(
        "CNI version 0.2.0 does not support more than 1 address per family",
        Refused(Ours.Add(lab, Config("""
            "ranges":[[{"subnet":"10.1.2.0/24"}],[{"subnet":"10.1.3.0/24"}]]
            """, version: "0.2.0")))));

    [Theory]
    [InlineData("..")]
    [InlineData("leases")]
    [InlineData("/run/leases/../../run/other")]
    public void Where_leases_are_is_told_from_the_root_on(string dataDir) => Lab.Run(lab =>
    {
        string config = Small.Replace(Leases, dataDir);
        lab.Tool("mkdir -p /run/other/net; printf 'c1\\r\\neth0' >/run/other/net/10.1.2.2");
        foreach (string command in (string[])["ADD", "DEL", "CHECK"])
            Assert.StartsWith($"ipam.dataDir is {dataDir}, not an absolute path without ..", Refused(Ours.Run(lab, command, config)));
        Assert.Equal("10.1.2.2", lab.Tool("ls /run/other/net"));
    });

    [Theory]
    [InlineData("/proc/leases", "make folder /proc/leases: No such file or directory")]
    [InlineData("/dev/null", "make folder /dev/null/net: Not a directory")]
    public void A_place_that_holds_no_files_is_named(string dataDir, string message) => Lab.Run(lab =>
    {
        Assert.Equal(message, Refused(Ours.Add(lab, Small.Replace(Leases, dataDir))));
        Ok(Ours.Del(lab, Small.Replace(Leases, dataDir)));
    });
}
