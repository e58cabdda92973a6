using System.Globalization;
using Conformance.Clients;

namespace Bench;

/// <summary>hull beside Debian 12's podman, which has the reference's CNI plugins: containers from the command line to its prompt, one after the other and many at once.</summary>
internal static class BesidePodmanBench
{
    const string Image = "localhost/bench", Group = "/net-bench";
    const int Many = 100, AtOnce = 8, Listed = 200;

    public static void Run(Report report, string hull, string theirs, string image, int rounds)
    {
        using var podman = new Podman(theirs);
        using var host = new Host("bench-hull");
        void Hull(params string[] arguments) => host.Run(() => Tool.Run(hull, arguments, [$"PATH={Tool.Path}"]));
        podman.Do("import", "--quiet", image, Image);
        Hull("image", "import", image, Image);

        Runs(report, Hull, podman, rounds);
        Execs(report, Hull, podman, rounds);
        AllAtOnce(report, host, hull, podman, Math.Max(1, rounds / 10));
        Range(report, Hull, rounds);
        ManyRunning(report, host, hull, Hull, rounds);
    }

    static void Runs(Report report, Action<string[]> hull, Podman podman, int rounds)
    {
        foreach (var (what, options, limit) in ((string, string[], double)[])[("run --rm --network none IMAGE true", ["--network", "none"], 1 / 4.0), ("run --rm -p 1314:80 IMAGE true", ["-p", "1314:80"], 1 / 6.0)])
        {
            var (ours, their) = (new Samples(), new Samples());
            for (int round = -2; round < rounds; round++)
            {
                their.If(round >= 0).Measure(() => podman.Do(["run", "--rm", "--cgroup-parent", Group, .. options, Image, "true"]));
                ours.If(round >= 0).Measure(() => hull(["run", "--rm", .. options, Image, "true"]));
            }
            report.Times($"hull {what}", ours, their, "podman, runc", limit);
        }
    }

    static void Execs(Report report, Action<string[]> hull, Podman podman, int rounds)
    {
        var (ours, their) = (new Samples(), new Samples());
        hull(["run", "-d", "--name", "bench", "--network", "none", Image, "sleep", "1000"]);
        podman.Do("run", "-d", "--name", "bench", "--network", "none", "--cgroup-parent", Group, Image, "sleep", "1000");
        for (int round = -2; round < rounds; round++)
        {
            their.If(round >= 0).Measure(() => podman.Do("exec", "bench", "true"));
            ours.If(round >= 0).Measure(() => hull(["exec", "bench", "true"]));
        }
        hull(["rm", "-f", "bench"]);
        podman.Do("rm", "-f", "--time", "0", "bench");
        report.Times("hull exec CONTAINER true", ours, their, "podman, runc", 1 / 5.0);
    }

    static void AllAtOnce(Report report, Host host, string hull, Podman podman, int rounds)
    {
        var (ours, their) = (new Samples(), new Samples());
        string All(string run) => $"seq {Many} | xargs -P {AtOnce} -I% sh -c '{run} --rm --network none {Image} true || exit 255'";
        for (int round = 0; round < rounds; round++)
        {
            their.Measure(() => podman.Shell(All($"podman run --cgroup-parent {Group}")));
            ours.Measure(() => host.Run(() => Tool.Run("/bin/sh", ["-c", All($"{hull} run")], [$"PATH={Tool.Path}"])));
        }
        report.Times($"{Many} times hull run --rm, {AtOnce} at a time", ours, their, "podman, runc", 1 / 4.0);
    }

    // Beside itself: what a thousand ports cost more than one.
    static void Range(Report report, Action<string[]> hull, int rounds)
    {
        var (thousand, one) = (new Samples(), new Samples());
        for (int round = -1; round < rounds / 5; round++)
        {
            one.If(round >= 0).Measure(() => hull(["run", "--rm", "-p", "20000:80", Image, "true"]));
            thousand.If(round >= 0).Measure(() => hull(["run", "--rm", "-p", "20000-20999:1000-1999", Image, "true"]));
        }
        report.Times("hull run --rm -p of a range of 1,000 ports", thousand, one, "one port");
    }

    static void ManyRunning(Report report, Host host, string hull, Action<string[]> run, int rounds)
    {
        for (int i = 0; i < Listed; i++) run(["run", "-d", "--network", "none", Image, "sleep", "1000"]);
        var listed = new Samples();
        for (int round = -1; round < rounds; round++) listed.If(round >= 0).Measure(() => run(["ps"]));
        report.Limited($"hull ps, {Listed} containers that run", Report.Text(listed), "", "at most 30.0 ms", listed.Median <= 30);

        var monitors = host.Run(() => Tool.Run("/bin/sh", ["-c", "pgrep -f '^hull-monitor '"], [$"PATH={Tool.Path}"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double pss = monitors.Average(pid => Kilobytes(pid, "Pss:")) / 1024, alone = monitors.Average(pid => Kilobytes(pid, "Private_Dirty:") + Kilobytes(pid, "Private_Clean:")) / 1024;
        report.Limited("memory of a monitor: its part of what it shares, and its own", $"{Megabytes(pss)}, {Megabytes(alone)}", "", "at most 5.0 MB", pss <= 5);
        var ids = host.Run(() => Tool.Run(hull, ["ps", "-q"], [$"PATH={Tool.Path}"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        run(["rm", "-f", .. ids]);
    }

    static double Kilobytes(string pid, string what) => File.ReadLines($"/proc/{pid}/smaps_rollup").Where(line => line.StartsWith(what))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).FirstOrDefault();

    static string Megabytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} MB");

    /// <summary>podman on a host of its own, with runc: crun refuses a machine that has control groups of both versions.</summary>
    sealed class Podman : IDisposable
    {
        readonly Host _host = new("bench-podman");
        readonly PodmanFiles _files;

        public Podman(string plugins)
        {
            _files = new PodmanFiles(Environment.CurrentDirectory, "/run/bench/podman", "beside", plugins);
            Tool.Run("/bin/sh", ["-c", _files.LetLibrariesBeFound], [$"PATH={Tool.Path}"]);
        }

        string[] Variables => [$"PATH={_files.Programs}/bin:{Tool.Path}", .. _files.Environment.Select(variable => $"{variable.Name}={variable.Value}")];

        public void Do(params string[] arguments) => _host.Run(() => Tool.Run($"{_files.Programs}/bin/podman", arguments, Variables));

        public void Shell(string script) => _host.Run(() => Tool.Run("/bin/sh", ["-c", script], Variables));

        public void Dispose() => _host.Dispose();
    }
}
