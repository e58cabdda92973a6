using System.Text.Json;
using Xunit;
using static Tests.Commands.HostLocalNetwork;

namespace Tests.Commands;

/// <summary>What becomes of host-local's leases: how they end, and that nothing stops them from it.</summary>
public class HostLocalLeaseTests
{
    [Fact]
    public void Delete_succeeds_twice_and_where_nothing_ever_was() => Lab.Run(lab =>
    {
        Ok(Ours.Del(lab, Small));
        Assert.False(Directory.Exists(Leases));
        Ok(Ours.Add(lab, Small));
        Ok(Ours.Del(lab, Small));
        Ok((Ours with { NetNs = "" }).Del(lab, Small));
        lab.Tool($"rm -r {Folder}");
        Ok(Ours.Del(lab, Small));
    });

    [Fact]
    public void Delete_frees_one_interface_of_a_container_only() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok((Ours with { IfName = "eth1" }).Add(lab, DualStack));

        Ok(Ours.Del(lab, DualStack));

        Assert.Equal("10.1.2.3\nfd00:1::2", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void Leases_of_old_plugins_that_name_no_interface_are_freed_too() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; printf c1 >{Folder}/10.1.2.2; printf 'c10\\r\\neth0' >{Folder}/10.1.2.3");

        Ok(Ours.Check(lab, Small));
        Ok(Ours.Del(lab, Small));

        Assert.Equal("10.1.2.3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void An_empty_file_that_a_crash_left_holds_no_address() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; : >{Folder}/10.1.2.2");
        Assert.Equal("10.1.2.2/29", Address(Ours.Add(lab, Small)));
    });

    [Fact]
    public void Check_wants_the_very_addresses_of_the_result() => Lab.Run(lab =>
    {
        string Told(string address) => Config("\"subnet\":\"10.1.2.0/24\"",
            $",\"prevResult\":{{\"cniVersion\":\"1.0.0\",\"ips\":[{{\"address\":\"{address}\"}},{{\"address\":\"192.168.7.7/24\"}}]}}");

        Assert.Equal("host-local: Failed to find address added by container c1", Refused(Ours.Check(lab, Told("10.1.2.2/24"))));
        Ok(Ours.Add(lab, Told("10.1.2.2/24")));
        Ok(Ours.Check(lab, Told("10.1.2.2/24")));
        Assert.Equal("host-local: 10.1.2.9/24 is not leased to container c1", Refused(Ours.Check(lab, Told("10.1.2.9/24"))));
    });

    [Fact]
    public void Gc_frees_what_belongs_to_nobody_any_more() => Lab.Run(lab =>
    {
        foreach (string container in (string[])["c1", "c2", "c3"])
            Ok((Ours with { Container = container }).Add(lab, DualStack));
        lab.Tool($": >{Folder}/10.1.2.200; printf c3 >{Folder}/10.1.2.201; printf gone >{Folder}/10.1.2.202");
        string Living(string list) => Config("\"subnet\":\"10.1.2.0/24\"", $",\"cni.dev/valid-attachments\":{list}", "1.1.0");

        Ok(Ours.Run(lab, "GC", Living("""[{"containerID":"c3","ifname":"eth0"},{"containerID":"c2","ifname":"eth9"}]""")));
        Assert.Equal("10.1.2.201\n10.1.2.4\nfd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
        Ok((Ours with { Container = "c1" }).Add(lab, DualStack));

        Ok(Ours.Run(lab, "GC", Living("[]")));
        Assert.Equal("last_reserved_ip.0 last_reserved_ip.1 lock", lab.Tool($"ls {Folder} | xargs"));
    });

    [Fact]
    public void A_free_address_is_found_behind_a_thousand_taken_ones() => Lab.Run(lab =>
    {
        string config = Config("\"subnet\":\"10.1.0.0/16\"");
        lab.Tool($"mkdir -p {Folder}; cd {Folder}; for a in 0 1 2 3; do for b in $(seq 0 255); do printf x >10.1.$a.$b; done; done; : >10.1.2.7");

        Assert.Equal("10.1.2.7/16", Address(Ours.Add(lab, config)));   // empty, so nobody's
        Assert.Equal("10.1.4.0/16", Address((Ours with { Container = "c2" }).Add(lab, config)));
    });

    [Fact]
    public void The_leases_of_others_are_not_read() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok((Ours with { Container = "c2" }).Add(lab, DualStack));

        Ok(lab.Try($"strace -qq -o /run/trace {Ours.Binary}", DualStack, ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c3"), ("CNI_IFNAME", "eth0"),
            ("CNI_NETNS", "/run/netns/none"), ("CNI_PATH", "/x")));

        Assert.Equal("0", lab.Tool("grep -c -e 'open.*/10.1.2.[23]\"' -e getdents.*net /run/trace || true"));
    });

    [Fact]
    public void Lease_files_with_anything_in_them_disturb_nobody() => Lab.Run(lab =>
    {
        string longest = new('c', 250);
        lab.Tool($"mkdir -p {Folder}/10.1.2.9; cd {Folder}; printf '../../../x' >10.1.2.3; head -c 3000 /dev/urandom >10.1.2.4; : >notes");

        Assert.Equal("10.1.2.2/29", Address(Ours.Add(lab, Small)));
        Assert.Equal("10.1.2.5/29", Address((Ours with { Container = longest }).Add(lab, Small)));
        Ok((Ours with { Container = longest }).Del(lab, Small));

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
            """.Replace("$CONFIG", DualStack.Replace("\"", "\\\"").ReplaceLineEndings("")).Replace("$PLUGIN", Ours.Binary));

        Assert.Equal("40", lab.Tool($"ls {Folder} | grep -c 10.1.2"));
        Assert.Equal("40", lab.Tool("cat /run/out.* | grep -o '10.1.2.[0-9]*/24' | sort -u | wc -l"));
    });

    [Fact]
    public void The_host_is_not_touched_when_its_own_namespace_is_named() => Lab.Run(lab =>
    {
        Assert.Equal("plugin's netns and netns from CNI_NETNS should not be the same",
            Refused((Ours with { NetNs = "/proc/self/ns/net" }).Add(lab, Small)));
        Assert.False(Directory.Exists(Leases));
    });

    [Fact]
    public void Who_has_a_lease_without_an_interface_gets_no_second_one_from_either() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; printf c1 >{Folder}/10.1.2.2");

        Assert.Equal("failed to allocate for range 0: 10.1.2.2 has been allocated to c1, duplicate allocation is not allowed", Refused(Ours.Add(lab, Small)));
        Assert.Equal(Refused(Reference.Add(lab, Small)), Refused(Ours.Add(lab, Small)));
    });

    [Fact]
    public void Sets_are_continued_where_the_other_plugin_stopped_each_for_itself() => Lab.Run(lab =>
    {
        Ok((Ours with { Args = "IP=10.1.2.77" }).Add(lab, DualStack));
        Assert.Equal("10.1.2.77 fd00:1::1", lab.Tool($"cd {Folder}; echo $(cat last_reserved_ip.0) $(cat last_reserved_ip.1)"));

        Ok((Reference with { Container = "c2" }).Add(lab, DualStack));
        Ok((Ours with { Container = "c3" }).Add(lab, DualStack));

        Assert.Equal("10.1.2.77 10.1.2.78 10.1.2.79 fd00:1::1 fd00:1::2 fd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock | sort -V | xargs"));
        Assert.Equal("10.1.2.79 fd00:1::3", lab.Tool($"cd {Folder}; echo $(cat last_reserved_ip.0) $(cat last_reserved_ip.1)"));
    });

    /// <summary>No namespace outlives its boot, so a runtime's list after one names none of them; the leases' folder does outlive it.</summary>
    [Fact]
    public void Leases_of_a_boot_that_is_over_are_freed_by_gc_whoever_made_them() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok((Reference with { Container = "c2" }).Add(lab, DualStack));
        Ok((Ours with { Container = "c3" }).Add(lab, DualStack));
        lab.Tool($": >{Folder}/10.1.2.99; touch -d 2001-01-01 {Folder}/*");   // a clock that was set since makes nothing old: the list alone counts

        Ok(Ours.Run(lab, "GC", Config("\"subnet\":\"10.1.2.0/24\"", ",\"cni.dev/valid-attachments\":[{\"containerID\":\"c3\",\"ifname\":\"eth0\"}]", "1.1.0")));

        Assert.Equal("10.1.2.4\nfd00:1::3", lab.Tool($"ls {Folder} | grep -v -e last -e lock"));
    });

    [Fact]
    public void A_lock_that_cannot_be_taken_is_told_and_nothing_is_given_out() => Lab.Run(lab =>
    {
        lab.Tool($"mkdir -p {Folder}; ln -s missing/lock {Folder}/lock");
        Assert.Equal($"open {Folder}/lock: No such file or directory", Refused(Ours.Add(lab, Small)));
        Assert.Equal("", lab.Tool($"ls {Folder} | grep ^10 || true"));
    });

    [Fact]
    public void The_whole_of_an_add_is_under_one_lock() => Lab.Run(lab =>
    {
        Ok(Ours.Add(lab, DualStack));
        Ok(Ours.Del(lab, DualStack));
        Ok(lab.Try($"strace -f -qq -e trace=flock,linkat,utimensat -o /run/trace {Ours.Binary}", DualStack, ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c1"), ("CNI_IFNAME", "eth0"),
            ("CNI_NETNS", "/run/netns/none"), ("CNI_PATH", "/x")));

        Assert.Equal("flock linkat linkat utimensat utimensat", lab.Tool("grep -e 'LOCK_EX)' -e linkat -e utimensat /run/trace | sed 's/(.*//; s/.* //' | xargs"));
    });
}
