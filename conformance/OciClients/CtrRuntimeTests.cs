using Conformance.Clients;
using Tests;
using Xunit;

namespace Conformance.OciClients;

/// <summary>containerd, whose shim calls hull in the place of runc.</summary>
public class CtrRuntimeTests
{
    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void A_container_runs_and_ends_with_its_commands_exit_code(string release) => Run(release, ctr =>
    {
        Assert.Equal(new Outcome(0, "hello", ""), ctr.Run("--rm", "one", "sh -c 'echo hello'"));
        Assert.Equal(7, ctr.Run("--rm", "one", "sh -c 'exit 7'").ExitCode);
        Assert.Equal("yes", ctr.Run("--rm --env A=yes", "one", "sh -c 'echo $A'").Out);
        Assert.Contains("executable file not found in $PATH", ctr.Run("--rm", "one", "nothing").Err);
        Assert.Contains("Read-only file system", ctr.Run("--rm --read-only", "one", "sh -c 'echo >/file'").Err);
        Assert.Equal($"{64 << 20}", ctr.Run($"--rm --memory-limit {64 << 20} --mount type=cgroup,src=cgroup,dst=/sys/fs/cgroup,options=ro", "one",
            "sh -c 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max'").Out);
        Assert.Contains("a terminal", ctr.InTerminal("run --rm -t", "one", "[ -t 0 ] && echo a terminal"));
    });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void One_that_runs_is_looked_into_paused_and_killed(string release) => Run(release, ctr =>
    {
        Assert.Equal(0, ctr.Run("-d", "one", "sleep 1000").ExitCode);
        for (int time = 0; time < 5; time++)
            Assert.Equal($"{time}", ctr.Tool($"task exec --exec-id look{time} one sh -c 'echo {time}'"));
        Assert.Equal(9, ctr.Try("task exec --exec-id nine one sh -c 'exit 9'").ExitCode);
        Assert.Contains("executable file not found in $PATH", ctr.Try("task exec --exec-id none one nothing").Err);
        Assert.Contains("a terminal", ctr.InTerminal("task exec -t --exec-id terminal", "one", "[ -t 0 ] && echo a terminal", image: false));
        string pid = Status(ctr)[1];
        Assert.Contains(pid, ctr.Tool("task ps one"));
        Assert.Contains("pids.current", ctr.Tool("task metrics one"));

        ctr.Tool("task pause one");
        Assert.Equal("PAUSED", Status(ctr)[2]);
        ctr.Tool("task resume one");
        Assert.Equal("RUNNING", Status(ctr)[2]);

        ctr.Tool("task kill --signal KILL one");
        ctr.Until("it has ended", () => Status(ctr)[2] == "STOPPED");
        Assert.Contains("137", ctr.Try("task delete one").Err);
        ctr.Tool("container rm one");
    });

    [Theory, InlineData(Containerd.Older), InlineData(Containerd.Newer)]
    public void Pods_of_a_kubelets_kind_are_made_by_it(string release) => Containerd.Run(release, Network.List(), containerd =>
    {
        containerd.Tool(HullRuntime.Put);
        var pod = Sandbox.Start(containerd, "pod", hostPort: 18080);
        string container = pod.StartContainer("c", "sleep", "1000");

        Assert.Equal(Image.Page, containerd.Get("http://10.77.0.1:18080/"));
        Assert.Equal("pod\n", pod.Exec(container, "cat", "/etc/hostname"));
        Assert.Contains("inet 10.77.0.2/24", pod.Exec(container, "ip", "address", "show", "dev", "eth0"));
        Assert.Contains(HullRuntime.Left.Split(' ')[2], containerd.Tool(HullRuntime.Left));   // it is hull's, and what is looked for at the end is there to be found now
        pod.Stop();
        pod.Remove();
        Gone(containerd);
    }, HullRuntime.Path);

    static string[] Status(Ctr ctr) => ctr.Tool("task ls").Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static void Gone(Containerd containerd)
    {
        Assert.Equal("", containerd.Tool(HullRuntime.Left));
        containerd.AssertNothingIsLeft();
    }

    static void Run(string release, Action<Ctr> test) => Containerd.Run(release, Network.List(), containerd =>
    {
        containerd.Tool(HullRuntime.Put);
        test(new(containerd));
        Gone(containerd);
    });

    sealed record Ctr(Containerd Containerd)
    {
        string Runtime => $"--runc-binary {HullRuntime.Path} --cgroup /{Containerd.ControlGroup}/one";

        public Outcome Run(string options, string name, string command) => Try($"run {Runtime} {options} {Image.Name} {name} {command}");

        /// <summary>What is shown in a terminal that ctr is started in.</summary>
        public string InTerminal(string verb, string name, string script, bool image = true) => Containerd.Tool(
            $"script -qec \"{Containerd.Ctr} {(image ? verb.Replace("run", $"run {Runtime}") + $" {Image.Name}" : verb)} {name} sh -c '{script}'\" /dev/null </dev/null").Trim();

        public string Tool(string command) => Containerd.Tool($"{Containerd.Ctr} {command}");

        public Outcome Try(string command) => Containerd.Try($"{Containerd.Ctr} {command}");

        public void Until(string what, Func<bool> holds) => Containerd.Until(what, holds);
    }
}
