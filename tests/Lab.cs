using System.Runtime.ExceptionServices;
using Linux;
using static Linux.LinuxException;

namespace Tests;

/// <summary>
/// A machine of its own for one test: a new network and, over this machine's files, private /run, /etc and /var/lib.
/// Both belong to the test's thread and to what it starts, and are gone when it ends.
/// </summary>
public sealed class Lab : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, NetNamespace> _namespaces = [];
    readonly List<Background> _started = [];

    Lab() { }

    /// <summary>Runs a test in a lab. Needs root.</summary>
    public static void Run(Action<Lab> test)
    {
        if (Libc.geteuid() != 0)
            throw new InvalidOperationException("This test makes network and mount namespaces and so needs root: run it by sudo ./test.sh.");
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                MakePrivate();
                using var lab = new Lab();
                lab.Tool("ip link set lo up");
                test(lab);
            }
            catch (Exception e) { failure = ExceptionDispatchInfo.Capture(e); }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    // Namespaces that a thread has left the others for die with it. What a test writes goes to memory: overlays keep the machine's own /etc and
    // /var/lib as they are, and the folders that tests fill themselves are plain tmpfs, because an overlay cannot lie on an overlay's upper side.
    static void MakePrivate()
    {
        Check(Libc.unshare(Libc.CLONE_NEWNET | Libc.CLONE_NEWNS), "make a lab");
        Mount("none", "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
        Mount("lab", "/run", "tmpfs", 0, "mode=755");
        Directory.CreateDirectory("/run/lock");
        foreach (string folder in (string[])["/etc", "/var/lib"])
        {
            string layers = $"/run/.lab{folder}";
            Directory.CreateDirectory($"{layers}/upper");
            Directory.CreateDirectory($"{layers}/work");
            Mount("lab", folder, "overlay", 0, $"lowerdir={folder},upperdir={layers}/upper,workdir={layers}/work");
        }
        foreach (string folder in (string[])["/etc/netns", "/etc/cni", "/var/lib/cni", "/var/lib/hull"])
        {
            Directory.CreateDirectory(folder);
            Mount("lab", folder, "tmpfs", 0, "mode=755");
        }
    }

    static void Mount(string source, string target, string? type, uint flags, string? data = null) =>
        Check(Libc.mount(source, target, type, flags, data), $"mount {type} on {target} for a lab");

    /// <summary>What a tool prints. Throws, with what it says on standard error, when it fails.</summary>
    public string Tool(string command) => Succeed(command, Try(command));

    /// <summary>Runs a command that may well fail.</summary>
    public Outcome Try(string command, string input = "", params ReadOnlySpan<(string Name, string Value)> environment) =>
        Shell.Run(command, input, environment);

    /// <summary>A namespace that <c>ip netns add</c> makes when it is first asked for.</summary>
    public NetNamespace Namespace(string name)
    {
        if (_namespaces.TryGetValue(name, out var known)) return known;
        Tool($"ip netns add {name}");
        return _namespaces[name] = NetNamespace.Open($"/run/netns/{name}");
    }

    /// <summary>As <see cref="Tool"/>, in a named namespace.</summary>
    public string In(string name, string command) => Succeed($"{command} (in {name})", TryIn(name, command));

    /// <summary>As <see cref="Try"/>, in a named namespace. Unlike <c>ip netns exec</c> it leaves the mounts as they are.</summary>
    public Outcome TryIn(string name, string command, string input = "")
    {
        using var ns = NetNamespace.Open($"/run/netns/{name}");
        return ns.Run(() => Shell.Run(command, input));
    }

    /// <summary>Starts a command that runs beside the test and is ended with the lab. It is ready to be asked by <see cref="Until"/>.</summary>
    public Background Start(string command, string? name = null)
    {
        var process = name is null ? Shell.Start($"exec {command}") : Namespace(name).Run(() => Shell.Start($"exec {command}"));
        var started = new Background(command, process);
        _started.Add(started);
        return started;
    }

    /// <summary>
    /// Asks again and again, 10 ms apart, until it is so: for what gives no sign that could be waited for. Gives up when it has been asked for a minute, and often enough: what takes a
    /// moment takes seconds where many tests run at once.
    /// </summary>
    public void Until(string what, Func<bool> holds)
    {
        const int fewest = 50;
        long start = Environment.TickCount64;
        for (int looks = 0; looks < fewest || Environment.TickCount64 - start < s_patience.TotalMilliseconds; looks++)
        {
            if (holds()) return;
            Libc.poll([], 0, milliseconds: 10);
        }
        throw new TimeoutException($"still not so after {s_patience.TotalSeconds} seconds: {what}");
    }

    /// <summary>Skips the test when the kernel does not know what a command asks of it; undo what it made by <paramref name="undo"/>.</summary>
    public void Needs(string command, string undo = "true")
    {
        var answer = Try(command);
        Skip.If(answer.ExitCode != 0 && LacksSupport(answer.Err), $"{command}: {answer.Err}");
        Succeed(command, answer);
        Tool(undo);
    }

    static bool LacksSupport(string answer) =>
        answer.Contains("not supported", StringComparison.OrdinalIgnoreCase) || answer.Contains("Unknown device type");

    static string Succeed(string command, Outcome outcome) => outcome.ExitCode == 0
        ? outcome.Out
        : throw new InvalidOperationException($"{command}: {outcome}");

    public void Dispose()
    {
        foreach (var started in _started) started.Stop();
        foreach (var ns in _namespaces.Values) ns.Dispose();
    }
}
