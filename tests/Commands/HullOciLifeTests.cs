using System.Text.Json.Nodes;
using Xunit;

namespace Tests.Commands;

/// <summary>hull oci: what is done to a container that runs, by the verbs and options that engines call runc by.</summary>
public class HullOciLifeTests
{
    const string ForEver = "while :; do sleep 0.01; done";

    [Fact]
    public void Called_by_its_name_it_needs_no_word_before_its_own() => OciBundle.InLab((lab, oci) =>
    {
        lab.Tool($"ln -s {Binaries.Hull} /run/hull-oci-link; mkdir /run/name; ln -s {Binaries.Hull} /run/name/hull-oci");
        oci.Runs("echo", "by name");

        Assert.Equal("by name", lab.Tool($"/run/name/hull-oci run --bundle {oci.Bundle} one"));
        Assert.Equal("by name", lab.Tool($"/run/name/hull-oci --root /run/elsewhere run --bundle {oci.Bundle} one"));
        Assert.StartsWith("hull oci version ", lab.Tool("/run/name/hull-oci --version"));
        Assert.Contains("user", lab.Tool("/run/name/hull-oci features"));
        Assert.Contains("is nothing that hull knows", lab.Try($"/run/hull-oci-link features").Err);
    });

    [Fact]
    public void Paused_it_stands_still_until_it_is_resumed_or_killed() => OciBundle.InLab((lab, oci) =>
    {
        oci.Runs("sh", "-c", ForEver);
        oci.Start();
        Assert.Contains("it is running, not paused", lab.Try($"{oci.Hull} resume one").Err);

        lab.Tool($"{oci.Hull} pause one");
        Assert.Equal("paused", oci.Status);
        Assert.Equal("frozen", Frozen());
        Assert.Contains("it is paused, not running", lab.Try($"{oci.Hull} pause one").Err);
        Assert.Contains("it is paused, not running", lab.Try($"{oci.Hull} exec one true").Err);
        Assert.Contains("not stopped: paused", lab.Try($"{oci.Hull} delete one").Err);
        lab.Tool($"{oci.Hull} resume one");
        Assert.Equal(("running", "thawed"), (oci.Status, Frozen()));

        lab.Tool($"{oci.Hull} pause one && {oci.Hull} kill one KILL");
        lab.Until("it has ended", () => oci.Status == "stopped");
        lab.Tool($"{oci.Hull} delete one");

        oci.Start();
        lab.Tool($"{oci.Hull} pause one && {oci.Hull} delete --force one");
        Assert.Equal("", oci.Left);

        string Frozen() => oci.Group.ReadAny("freezer", "freezer.state", "cgroup.freeze") is "FROZEN" or "1" ? "frozen" : "thawed";
    });

    [Fact]
    public void Its_limits_are_changed_by_options_and_by_a_file() => OciBundle.InLab((lab, oci) =>
    {
        oci.Change(config =>
        {
            OciBundle.Args(config, "sh", "-c", ForEver);
            config["linux"]!["resources"] = JsonNode.Parse("""{"memory":{"limit":0},"cpu":{"shares":0,"quota":0,"period":0},"pids":{"limit":0}}""");   // 0 asks for nothing
        });
        oci.Start();
        string free = Pids();

        lab.Tool($"{oci.Hull} update --pids-limit 40 --memory 64m one");
        Assert.Equal(("40", $"{64 << 20}"), (Pids(), oci.Group.Read("memory", "memory.limit_in_bytes", "memory.max")));
        Assert.Equal("", lab.Try($"{oci.Hull} update -r - one", """{"pids":{"limit":50},"cpu":{"quota":20000,"period":100000}}""").Err);
        lab.Tool($"{oci.Hull} update --cpu-quota 30000 one");
        Assert.Equal("50", Pids());
        Assert.Equal("30000 100000", ContainerGroupFiles.IsV2
            ? oci.Group.Read("cpu", "", "cpu.max")
            : $"{oci.Group.Read("cpu", "cpu.cfs_quota_us", "")} {oci.Group.Read("cpu", "cpu.cfs_period_us", "")}");
        lab.Tool($"{oci.Hull} update --pids-limit -1 one");
        Assert.Equal(free, Pids());

        Assert.Contains("needs a limit to change", lab.Try($"{oci.Hull} update one").Err);
        Assert.Contains("--pids-limit is \"many\": a number is wanted", lab.Try($"{oci.Hull} update --pids-limit many one").Err);
        Assert.Contains("unified is not supported", lab.Try($"{oci.Hull} update -r - one", """{"unified":{"memory.high":"1"}}""").Err);
        Assert.Contains("- is no JSON", lab.Try($"{oci.Hull} update -r - one", "memory").Err);

        string Pids() => oci.Group.Read("pids", "pids.max", "pids.max");
    });

    [Fact]
    public void Events_tell_what_it_uses_until_it_ends() => OciBundle.InLab((lab, oci) =>
    {
        oci.Change(config =>
        {
            OciBundle.Args(config, "sh", "-c", ForEver);
            config["linux"]!["resources"]!["memory"] = new JsonObject { ["limit"] = 64 << 20 };
        });
        oci.Start();

        var once = JsonNode.Parse(lab.Tool($"{oci.Hull} events --stats one"))!;
        Assert.Equal(("stats", "one", 64L << 20), ((string)once["type"]!, (string)once["id"]!, (long)once["data"]!["memory"]!["usage"]!["limit"]!));
        Assert.InRange((long)once["data"]!["pids"]!["current"]!, 1, 3);
        var stream = lab.Start($"{oci.Hull} events --interval 10ms one");
        long before = (long)once["data"]!["cpu"]!["usage"]!["total"]!;
        lab.Until("it has used more", () => (long)JsonNode.Parse(stream.ReadLine())!["data"]!["cpu"]!["usage"]!["total"]! > before);
        lab.Tool($"{oci.Hull} kill one KILL");
        Assert.Equal(0, stream.Wait().ExitCode);
        Assert.Contains("not running", lab.Try($"{oci.Hull} events --stats one").Err);
    });

    [Fact]
    public void Events_tell_each_time_that_memory_was_short() => OciBundle.InLab((lab, oci) =>
    {
        oci.Change(config =>
        {
            OciBundle.Args(config, "sh", "-c", "while :; do [ -e /shared/go ] && dd if=/dev/zero of=/dev/null bs=500M count=1; sleep 0.05; done");
            config["linux"]!["resources"]!["memory"] = new JsonObject { ["limit"] = 16 << 20 };
        });
        oci.Start();
        var stream = lab.Start($"{oci.Hull} events --interval 20ms one");
        Assert.Contains("\"type\":\"stats\"", stream.ReadLine());

        lab.Tool("touch /run/shared/go");

        lab.Until("it is told", () => stream.ReadLine() == """{"type":"oom","id":"one"}""");
        Assert.Equal("running", oci.Status);
    });

    [Fact]
    public void Files_that_are_to_be_kept_are_open_in_it_and_no_others() => OciBundle.InLab((lab, oci) =>
    {
        lab.Tool("echo three >/run/three; echo four >/run/four; echo five >/run/five");
        oci.Runs("sh", "-c", "read a <&3; read b <&4; echo $a $b $LISTEN_FDS $LISTEN_PID; ls /proc/self/fd | wc -l");

        // ls has the folder itself open besides.
        Assert.Equal("three four\n6", lab.Tool($"bash -c 'exec 3</run/three 4</run/four 5</run/five; exec {oci.Hull} run --preserve-fds 2 --bundle {oci.Bundle} one'"));
        Assert.Equal("three four 1 1\n6", lab.Tool($"bash -c 'exec 3</run/three 4</run/four 5</run/five; LISTEN_FDS=1 LISTEN_PID=$$ exec {oci.Hull} run --preserve-fds 1 --bundle {oci.Bundle} one'"));
        Assert.Contains("file 4 is not open", lab.Try($"bash -c 'exec 3</run/three 4<&-; exec {oci.Hull} run --preserve-fds 2 --bundle {oci.Bundle} one'").Err);

        oci.Runs("sh", "-c", ForEver);
        oci.Start();
        Assert.Equal("five", lab.Tool($"bash -c 'exec 3</run/five; exec {oci.Hull} exec --preserve-fds 1 one sh -c \"cat <&3\"'"));
    });

    [Fact]
    public void A_command_run_in_it_is_as_the_options_say() => OciBundle.InLab((lab, oci) =>
    {
        oci.Runs("sh", "-c", ForEver);
        oci.Start();

        Assert.Equal("33 44 55 /tmp x", lab.Tool($"{oci.Hull} exec -u 33:44 -g 55 --cwd /tmp -e A=x one sh -c 'echo $(id -u) $(id -g) $(id -G | cut -d\" \" -f2) $PWD $A'"));
        string Bound(string options) => lab.Tool($"{oci.Hull} exec {options} one grep CapBnd /proc/self/status").Split('\t')[1];
        ulong usual = Convert.ToUInt64(Bound(""), 16);
        Assert.Equal(usual | 1 << 12, Convert.ToUInt64(Bound("--cap CAP_NET_ADMIN"), 16));
        Assert.Contains("there is no capability dance", lab.Try($"{oci.Hull} exec --cap dance one true").Err);
        Assert.Contains("has no such group in it", lab.Try($"{oci.Hull} exec --cgroup ../.. one true").Err);

        lab.Tool("echo '{\"user\":{\"uid\":7},\"args\":[\"sh\",\"-c\",\"echo $(id -u) $PWD\"],\"cwd\":\"/bin\",\"env\":[\"PATH=/bin\"]}' >/run/process");
        Assert.Equal("7 /bin", lab.Tool($"{oci.Hull} exec --process /run/process one"));
        lab.Tool($"{oci.Hull} exec -d --pid-file /run/other one sleep 1000 </dev/null >/dev/null 2>&1");
        Assert.Equal("sleep", lab.Tool("cat /proc/$(cat /run/other)/comm"));
    });

    [Fact]
    public void In_a_user_namespace_its_root_is_another_user_outside() => OciBundle.InLab((lab, oci) =>
    {
        lab.Tool($"chown -R 100000:100000 {oci.Bundle}/rootfs; chmod 777 /run/shared");
        oci.Change(config =>
        {
            OciBundle.Args(config, "sh", "-c", "echo mine >/root-file; echo mine >/shared/file; cat /proc/self/uid_map | tr -s ' '; stat -c %u /bin /dev /root-file; readlink /proc/self/ns/user >/shared/user; " + ForEver);
            config["root"]!["readonly"] = false;
            ((JsonArray)config["linux"]!["namespaces"]!).Add(new JsonObject { ["type"] = "user" });
            foreach (string ids in (string[])["uidMappings", "gidMappings"])
                config["linux"]![ids] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100000, ["size"] = 65536 });
        });

        var run = lab.Start($"{oci.Hull} run --bundle {oci.Bundle} one");

        Assert.Equal(" 0 100000 65536", run.ReadLine());
        Assert.Equal(("0", "0", "0"), (run.ReadLine(), run.ReadLine(), run.ReadLine()));
        lab.Until("it has written", () => File.Exists("/run/shared/user") && File.ReadAllText("/run/shared/user") != "");
        Assert.Equal("100000\n100000", lab.Tool($"stat -c %u {oci.Bundle}/rootfs/root-file /run/shared/file"));
        Assert.NotEqual(lab.Tool("readlink /proc/self/ns/user"), File.ReadAllText("/run/shared/user").Trim());
        Assert.Equal(File.ReadAllText("/run/shared/user").Trim(), lab.Tool($"{oci.Hull} exec one readlink /proc/self/ns/user"));
        Assert.Equal("100000", lab.Tool("stat -c %u /proc/$(pgrep -n -f '^sh -c echo mine')"));
        lab.Tool($"{oci.Hull} kill one KILL");
        run.Wait();
    });
}
