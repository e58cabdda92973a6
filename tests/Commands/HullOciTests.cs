using System.Text.Json.Nodes;
using Xunit;

namespace Tests.Commands;

/// <summary>hull oci: bundles of others', as runc and crun are called.</summary>
public class HullOciTests
{
    [Fact]
    public void A_bundle_of_spec_runs_with_the_callers_own_streams_and_its_exit_code() => InLab((lab, oci) =>
    {
        oci.Change(config => Args(config, "sh", "-c", "read line; echo got $line; hostname; id -u; echo $TERM >&2; exit 7"));

        var outcome = lab.Try($"{oci.Hull} run --bundle {oci.Bundle} --pid-file /run/pid one", "input\n");

        Assert.Equal((7, "got input\nhull\n0", "xterm"), (outcome.ExitCode, outcome.Out, outcome.Err));
        Assert.Matches("^[0-9]+$", File.ReadAllText("/run/pid"));
        Assert.Equal("", lab.Tool($"{oci.Hull} list -q") + oci.Left);
    });

    [Fact]
    public void A_container_is_created_started_looked_at_killed_and_deleted() => InLab((lab, oci) =>
    {
        oci.Change(config => Args(config, "sh", "-c", "echo started >/shared/started; sleep 1000"));
        lab.Tool($"{oci.Hull} create --bundle {oci.Bundle} --pid-file /run/pid one </dev/null >/dev/null 2>&1");
        string pid = File.ReadAllText("/run/pid");
        JsonNode State() => JsonNode.Parse(lab.Tool($"{oci.Hull} state one"))!;

        Assert.Equal(("created", pid, oci.Bundle, "one"), ((string)State()["status"]!, State()["pid"]!.ToString(), (string)State()["bundle"]!, (string)State()["id"]!));
        Assert.False(File.Exists("/run/shared/started"));
        Assert.Contains("already exists", lab.Try($"{oci.Hull} create --bundle {oci.Bundle} one").Err);
        oci.Change(config => Args(config, "false"));   // of no matter any more
        lab.Tool($"{oci.Hull} start one");
        lab.Until("it has started", () => File.Exists("/run/shared/started"));
        Assert.Equal("running", (string)State()["status"]!);
        Assert.Contains("it is running, not created", lab.Try($"{oci.Hull} start one").Err);
        Assert.Contains("that is not stopped: running", lab.Try($"{oci.Hull} delete one").Err);
        Assert.Contains($"[{pid}", lab.Tool($"{oci.Hull} ps -f json one"));
        Assert.Contains(pid, lab.Tool($"{oci.Hull} list"));

        Assert.Equal("inside", lab.Tool($"{oci.Hull} exec one sh -c 'echo inside'"));
        Assert.Equal(9, lab.Try($"{oci.Hull} exec one sh -c 'exit 9'").ExitCode);
        lab.Tool($"{oci.Hull} kill one KILL");
        lab.Until("it has ended", () => (string)State()["status"]! == "stopped");
        Assert.Equal("0", State()["pid"]!.ToString());
        Assert.Contains("not running", lab.Try($"{oci.Hull} kill one 9").Err);
        lab.Tool($"{oci.Hull} delete one");
        Assert.Contains("does not exist", lab.Try($"{oci.Hull} state one").Err);
        Assert.Equal("", lab.Tool($"{oci.Hull} delete --force one") + oci.Left);
    });

    [Theory]
    [InlineData("nothing", "exec: \"nothing\": executable file not found in $PATH", 127)]
    [InlineData("/bin/none", "exec: \"/bin/none\": no such file or directory", 127)]
    [InlineData("/etc/passwd", "exec: \"/etc/passwd\": permission denied", 126)]
    public void A_command_that_cannot_run_is_told_of_when_it_is_made(string command, string sentence, int exitCode) => InLab((lab, oci) =>
    {
        oci.Change(config => Args(config, command));

        var refused = lab.Try($"{oci.Hull} --log /run/log --log-format json create --bundle {oci.Bundle} one </dev/null");

        Assert.Equal((exitCode, $"hull: {sentence}"), (refused.ExitCode, refused.Err));
        Assert.Equal(sentence, (string)JsonNode.Parse(File.ReadAllText("/run/log"))!["msg"]!);
        Assert.Equal("", oci.Left);
    });

    [Fact]
    public void What_would_end_run_or_exec_goes_to_the_process_instead() => InLab((lab, oci) =>
    {
        const string waiting = "trap 'echo user' USR1; trap 'exit 42' TERM; sleep 1000 >/dev/null 2>&1 & echo ready; while :; do wait; done";
        void Goes(string command)
        {
            var process = lab.Start($"{oci.Hull} {command}");
            Assert.Equal("ready", process.ReadLine());
            lab.Tool($"kill -USR1 {process.Id}");
            Assert.Equal("user", process.ReadLine());
            lab.Tool($"kill -TERM {process.Id}");
            Assert.Equal(42, process.Wait().ExitCode);
        }

        oci.Runs("sh", "-c", waiting);
        Goes($"run --bundle {oci.Bundle} one");
        oci.Runs("sleep", "1000");
        oci.Start();
        Goes($"exec one sh -c \"{waiting}\"");
    });

    [Fact]
    public void A_command_that_is_gone_when_it_is_to_start_is_told_of_then() => InLab((lab, oci) =>
    {
        oci.Change(config => Args(config, "/bin/once"));
        lab.Tool($"cp /bin/true {oci.Bundle}/rootfs/bin/once; {oci.Hull} create --bundle {oci.Bundle} one </dev/null >/dev/null 2>&1; rm {oci.Bundle}/rootfs/bin/once");

        var started = lab.Try($"{oci.Hull} --log /run/log --log-format text start one");

        Assert.Equal((127, "hull: exec: \"/bin/once\": no such file or directory"), (started.ExitCode, started.Err));
        Assert.Contains("level=error msg=\"exec:", File.ReadAllText("/run/log"));
    });

    [Fact]
    public void Hooks_are_run_in_their_order_and_places() => InLab((lab, oci) =>
    {
        JsonArray Hook(string name) => [new JsonObject
        {
            ["path"] = "/bin/sh",
            ["args"] = new JsonArray("sh", "-c", $"read -r a; read -r b; echo {name} $(readlink /proc/self/ns/mnt) >>{(name == "startContainer" ? "/shared/hooks" : "/run/shared/hooks")}; cat | grep -q one"),
            ["env"] = new JsonArray("PATH=/bin:/usr/bin"),
            ["timeout"] = 10,
        }];
        string[] names = ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"];
        oci.Change(config =>
        {
            Args(config, "sh", "-c", "echo main $(readlink /proc/self/ns/mnt) >>/shared/hooks");
            config["hooks"] = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Hook(name))));
        });

        lab.Tool($"{oci.Hull} create --bundle {oci.Bundle} one </dev/null >/dev/null 2>&1");
        Assert.Equal(["prestart", "createRuntime", "createContainer"], File.ReadAllLines("/run/shared/hooks").Select(line => line.Split(' ')[0]));
        lab.Tool($"{oci.Hull} start one");
        lab.Until("it has ended", () => lab.Tool($"{oci.Hull} state one").Contains("stopped"));
        lab.Tool($"{oci.Hull} delete one");

        var lines = File.ReadAllLines("/run/shared/hooks").ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1]);
        Assert.Equal(names.Append("main").Order(), lines.Keys.Order());
        string host = lab.Tool("readlink /proc/self/ns/mnt");
        Assert.All((string[])["prestart", "createRuntime", "poststart", "poststop"], name => Assert.Equal(host, lines[name]));
        Assert.All((string[])["createContainer", "startContainer"], name => Assert.Equal(lines["main"], lines[name]));
    });

    [Fact]
    public void A_hook_that_fails_undoes_all() => InLab((lab, oci) =>
    {
        oci.Change(config => config["hooks"] = new JsonObject { ["createRuntime"] = new JsonArray(new JsonObject { ["path"] = "/bin/false" }) });

        var refused = lab.Try($"{oci.Hull} run --bundle {oci.Bundle} one");

        Assert.Contains("createRuntime hook /bin/false failed with exit code 1", refused.Err);
        Assert.Equal("", oci.Left);
    });

    /// <summary>CVE-2025-52881: a bundle without a /proc of the kernel's own, whose root has links where settings are written.</summary>
    [Fact]
    public void Settings_are_written_to_the_kernel_whatever_is_in_the_place_of_proc() => InLab((lab, oci) =>
    {
        lab.Tool($"mkdir -p {oci.Bundle}/rootfs/proc/sys/net/ipv4 && ln -s /canary {oci.Bundle}/rootfs/proc/sys/net/ipv4/ip_default_ttl && echo safe >{oci.Bundle}/rootfs/canary");
        oci.Change(config =>
        {
            Args(config, "sh", "-c", "cat /canary; mount -t proc proc /shared; cat /shared/sys/net/ipv4/ip_default_ttl");
            ((JsonArray)config["mounts"]!).RemoveAt(0);
            config["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_default_ttl"] = "77" };
            config["linux"]!["maskedPaths"] = new JsonArray();
            config["linux"]!["readonlyPaths"] = new JsonArray();
            foreach (string set in (string[])["bounding", "effective", "permitted"])
                ((JsonArray)config["process"]!["capabilities"]![set]!).Add((JsonNode)"CAP_SYS_ADMIN");
        });

        Assert.Equal("safe\n77", lab.Tool($"{oci.Hull} run --bundle {oci.Bundle} one"));
    });

    [Fact]
    public void Capabilities_of_a_user_are_those_that_the_bundle_says() => InLab((lab, oci) =>
    {
        oci.Change(config =>
        {
            Args(config, "cat", "/proc/self/status");
            config["process"]!["user"] = new JsonObject { ["uid"] = 33, ["gid"] = 44, ["additionalGids"] = new JsonArray(55), ["umask"] = 63 };
            config["process"]!["capabilities"]!["inheritable"] = new JsonArray("CAP_KILL");
            config["process"]!["capabilities"]!["ambient"] = new JsonArray("CAP_KILL");
        });

        string status = lab.Tool($"{oci.Hull} run --bundle {oci.Bundle} one");

        Assert.Contains("Uid:\t33\t33\t33\t33", status);
        Assert.Contains("Groups:\t55", status);
        Assert.Contains("Umask:\t0077", status);
        Assert.Matches("CapInh:\t0{14}20\nCapPrm:\t0{14}20\nCapEff:\t0{14}20\nCapBnd:\t0{8}20000420\nCapAmb:\t0{14}20", status);   // execve leaves what is ambient
    });

    [Theory]
    [InlineData("process.args", "null", "process.args is missing")]
    [InlineData("process.args", "[]", "process.args is empty")]
    [InlineData("process.args", "\"sh\"", "process.args is a text where a list is expected")]
    [InlineData("process.args", "[1]", "process.args[0] is a number where a text is expected")]
    [InlineData("process.cwd", "\"relative\"", "process.cwd is to be an absolute path")]
    [InlineData("process.terminal", "\"true\"", "process.terminal is a text where true or false is expected")]
    [InlineData("linux.uidMappings", "[{\"containerID\":0,\"hostID\":1000,\"size\":10}]", "linux.uidMappings and gidMappings are for a user namespace, and linux.namespaces has none")]
    [InlineData("linux.namespaces", "[{\"type\":\"mount\"},{\"type\":\"uts\"},{\"type\":\"user\"}]", "linux.uidMappings and gidMappings need a line for id 0")]
    [InlineData("linux.namespaces", "[{\"type\":\"mount\"},{\"type\":\"uts\"},{\"type\":\"user\",\"path\":\"/proc/1/ns/user\"}]", "a user namespace that is there already is not supported")]
    [InlineData("mounts", "[{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"/run\",\"options\":[\"bind\",\"idmap\"]}]", "/x is to be seen with other ids, and there is no user namespace")]
    [InlineData("process.user", "{\"uid\":\"root\"}", "process.user.uid is a text where a number is expected")]
    [InlineData("process.apparmorProfile", "\"docker-default\"", "process.apparmorProfile is not supported by hull")]
    [InlineData("root.path", "\"elsewhere\"", "root.path elsewhere is no folder")]
    [InlineData("ociVersion", "\"2.0.0\"", "ociVersion 2.0.0 is not one of 1.x")]
    [InlineData("linux.namespaces", "[{\"type\":\"mount\"},{\"type\":\"time\"}]", "linux.namespaces of type time is not supported")]
    [InlineData("linux.namespaces", "[{\"type\":\"mount\"},{\"type\":\"mount\"}]", "linux.namespaces has mount twice")]
    [InlineData("linux.namespaces", "[{\"type\":\"pid\"}]", "linux.namespaces has no mount")]
    [InlineData("linux.sysctl", "{\"kernel.core_pattern\":\"x\"}", "kernel.core_pattern is not in a namespace")]
    [InlineData("linux.intelRdt", "{\"closID\":\"x\"}", "linux.intelRdt is not supported by hull")]
    [InlineData("linux.devices", "[{\"path\":\"/dev/x\",\"type\":\"c\",\"major\":\"one\"}]", "linux.devices[0].major is a text where a number is expected")]
    [InlineData("mounts", "{}", "mounts is an object where a list is expected")]
    [InlineData("hooks", "{\"poststop\":[{\"path\":1}]}", "hooks.poststop[0].path is a number where a text is expected")]
    public void A_wrong_bundle_is_refused_in_one_sentence(string field, string value, string sentence) => InLab((lab, oci) =>
    {
        oci.Change(config =>
        {
            var parts = field.Split('.');
            var at = parts[..^1].Aggregate((JsonNode)config, (node, name) => node[name]!);
            at[parts[^1]] = JsonNode.Parse(value);
        });

        var refused = lab.Try($"{oci.Hull} run --bundle {oci.Bundle} one");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
        Assert.DoesNotContain('\n', refused.Err);
        Assert.Equal("", oci.Left);
    });

    /// <summary>A kubelet asks for it with every container.</summary>
    [Fact]
    public void A_limit_on_huge_pages_is_kept_where_there_are_none() => InLab((lab, oci) =>
    {
        Skip.If(lab.Tool("cat /sys/kernel/mm/hugepages/*/nr_*hugepages").Split('\n').Any(number => number != "0"), "this machine has huge pages");
        oci.Change(config =>
        {
            Args(config, "echo", "runs");
            config["linux"]!["resources"]!["hugepageLimits"] = new JsonArray(new JsonObject { ["pageSize"] = "2MB", ["limit"] = 0 });
        });

        Assert.Equal("runs", lab.Tool($"{oci.Hull} run --bundle {oci.Bundle} one"));
        lab.Tool("mkdir -p /run/kinds/hugepages-2048kB && echo 1 >/run/kinds/hugepages-2048kB/nr_hugepages && mount --bind /run/kinds /sys/kernel/mm/hugepages");
        Assert.Contains("linux.resources.hugepageLimits is not supported by hull", lab.Try($"{oci.Hull} run --bundle {oci.Bundle} one").Err);
    });

    [Theory]
    [InlineData("run --bundle /nowhere one", "there is no config.json in /nowhere")]
    [InlineData("run --bundle /run/bundle ../one", "invalid container id")]
    [InlineData("run --bundle /run/bundle", "the container's id is missing")]
    [InlineData("dance", "is nothing that hull oci knows")]
    [InlineData("start nobody", "container nobody does not exist")]
    [InlineData("run --nonsense x", "has no option --nonsense")]
    [InlineData("--systemd-cgroup list", "asks no systemd")]
    public void A_wrong_command_line_is_refused(string command, string sentence) => InLab((lab, oci) =>
    {
        var refused = lab.Try($"{oci.Hull} {command}");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
    });

    static void Args(JsonObject config, params string[] words) => OciBundle.Args(config, words);

    static void InLab(Action<Lab, OciBundle> test) => OciBundle.InLab(test);
}
