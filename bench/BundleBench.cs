using System.Text.Json.Nodes;

namespace Bench;

/// <summary>hull's lower half beside Debian 12's crun and runc: one bundle, that all three run, from the command line to the prompt.</summary>
internal static class BundleBench
{
    const string Folder = "/run/bench/bundle", Unified = "/sys/fs/cgroup/unified";

    public static void Run(Report report, string hull, string image, int rounds)
    {
        string made = Path.GetDirectoryName(hull)!;
        Make(hull, image);
        // crun refuses a machine that has control groups of both versions: for these rounds it has the first only.
        bool isHybrid = File.ReadLines("/proc/self/mounts").Any(mount => mount.Split(' ')[1] == Unified);
        if (isHybrid)
            Tool.Run($"umount {Unified}");
        try
        {
            var (ours, crun, runc) = (new Samples(), new Samples(), new Samples());
            for (int round = -2; round < rounds; round++)
            {
                crun.If(round >= 0).Measure(() => Start($"{made}/crun/usr/bin/crun", [$"LD_LIBRARY_PATH={made}/crun/usr/lib/x86_64-linux-gnu"]));
                runc.If(round >= 0).Measure(() => Start($"{made}/containerd/1.6/usr/sbin/runc", []));
                ours.If(round >= 0).Measure(() => Start(hull, [], "oci"));
            }
            report.Times("hull oci run of a bundle, true", ours, crun, "crun", 1);
            report.Times("the same", ours, runc, "runc", 0.5);
        }
        finally
        {
            if (isHybrid)
                Tool.Run($"mount -t cgroup2 cgroup2 {Unified}");
            Directory.Delete(Folder, recursive: true);
        }
    }

    static void Start(string runtime, string[] environment, params string[] words) =>
        Tool.Run(runtime, [.. words, "run", "--bundle", Folder, "bench"], [$"PATH={Tool.Path}", .. environment]);

    // What "spec" says, as it is alike of all three, but for the command and a control group: without a path crun makes none.
    static void Make(string hull, string image)
    {
        Directory.CreateDirectory($"{Folder}/rootfs");
        Tool.Run($"tar -C {Folder}/rootfs -xf {image}");
        Tool.Run(hull, ["oci", "spec", "--bundle", Folder], [$"PATH={Tool.Path}"]);
        var config = JsonNode.Parse(File.ReadAllText($"{Folder}/config.json"))!;
        config["ociVersion"] = "1.0.2";   // the latest that crun 1.8 knows
        config["process"]!["args"] = new JsonArray("true");
        config["linux"]!["cgroupsPath"] = "/net-bench/bundle";
        File.WriteAllText($"{Folder}/config.json", config.ToJsonString());
    }
}
