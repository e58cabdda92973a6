using Conformance.Clients;

namespace Bench;

/// <summary>
/// What a container costs with podman 4, its networks by the plugins of two makes: from the command line to its prompt. podman's own part is in both;
/// how large it is, a container without a network tells.
/// </summary>
internal static class PodmanBench
{
    const int Networks = 9;

    public static void Run(Report report, string ours, string theirs, string image, int rounds)
    {
        using Side our = new("ours", ours), their = new("theirs", theirs);
        our.Podman("import", "--quiet", image, "localhost/bench");
        for (int round = -2; round < rounds; round++)
            foreach (var side in (Side[])[their, our])
            {
                side.Nothing.If(round >= 0).Measure(() => side.RunTrue("--network", "none"));
                side.Default.If(round >= 0).Measure(() => side.RunTrue());
                side.Published.If(round >= 0).Measure(() => side.RunTrue("--publish", "1314:80"));
            }
        foreach (var side in (Side[])[their, our])
            for (int i = 1; i <= Networks; i++)
                side.Podman("network", "create", $"net{i}");
        for (int round = -2; round < rounds; round++)
            foreach (var side in (Side[])[their, our])
                side.Listed.If(round >= 0).Measure(() => side.Podman("network", "ls"));

        report.Times("podman run --rm -p 1314:80 IMAGE true", our.Published, their.Published, "reference", 0.6);
        report.Times("the same without a port", our.Default, their.Default, "reference");
        report.Times("the same with --network none: podman's own part", our.Nothing, their.Nothing, "reference");
        report.Times($"podman network ls, {Networks} networks", our.Listed, their.Listed, "reference", 0.6);
    }

    /// <summary>podman on a host of its own, with the plugins of one folder. Images and containers are the same for all.</summary>
    sealed class Side : IDisposable
    {
        const string Folder = "/run/bench/podman";

        readonly Host _host;
        readonly PodmanFiles _files;

        public Side(string name, string plugins)
        {
            _host = new Host($"bench-podman-{name}");
            _files = new PodmanFiles(Environment.CurrentDirectory, Folder, name, plugins);
            Tool.Run("/bin/sh", ["-c", _files.LetLibrariesBeFound], [$"PATH={Tool.Path}"]);
        }

        public Samples Nothing { get; } = new();
        public Samples Default { get; } = new();
        public Samples Published { get; } = new();
        public Samples Listed { get; } = new();

        public void RunTrue(params string[] options) => Podman(["run", "--rm", "--cgroup-parent", "/net-bench", .. options, "localhost/bench", "true"]);

        public void Podman(params string[] arguments) => _host.Run(() => Tool.Run($"{_files.Programs}/bin/podman", arguments,
            [$"PATH={Tool.Path}", .. _files.Environment.Select(variable => $"{variable.Name}={variable.Value}")]));

        public void Dispose() => _host.Dispose();
    }
}
