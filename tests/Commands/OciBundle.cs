using System.Text.Json.Nodes;

namespace Tests.Commands;

/// <summary>A bundle in a lab, as `hull oci spec` writes one, with a folder that it shares with the host; and the command line that runs it. A container that a test leaves is removed.</summary>
internal sealed class OciBundle
{
    readonly Lab _lab;
    readonly string _group = $"hull-oci-{Guid.NewGuid():N}";   // groups are the whole machine's, where other tests have some too

    OciBundle(Lab lab)
    {
        _lab = lab;
        lab.Tool($"mkdir -p {Bundle}/rootfs /run/shared; tar -C {Bundle}/rootfs -xf {HullTool.RootTar}; mkdir -p {Bundle}/rootfs/shared; {Hull} spec --bundle {Bundle}");
        Change(config =>
        {
            config["linux"]!["cgroupsPath"] = $"/{_group}";
            ((JsonArray)config["mounts"]!).Add(new JsonObject
            {
                ["destination"] = "/shared", ["type"] = "bind", ["source"] = "/run/shared", ["options"] = new JsonArray("rbind", "rw"),
            });
        });
    }

    public static void InLab(Action<Lab, OciBundle> test) => Lab.Run(lab =>
    {
        var oci = new OciBundle(lab);
        try
        {
            test(lab, oci);
        }
        finally
        {
            lab.Try($"{oci.Hull} delete --force one");
        }
    });

    public string Hull => $"{Binaries.Hull} oci";
    public string Bundle => "/run/bundle";

    /// <summary>Where a controller has the files of the container "one".</summary>
    public ContainerGroupFiles Group => new(_group, ".");

    /// <summary>All that containers leave behind: nothing, when they are gone.</summary>
    public string Left => _lab.Tool($"ls /run/hull-oci 2>/dev/null; find /sys/fs/cgroup -name '{_group}'");

    public void Change(Action<JsonObject> change)
    {
        var config = JsonNode.Parse(File.ReadAllText($"{Bundle}/config.json"))!.AsObject();
        change(config);
        File.WriteAllText($"{Bundle}/config.json", config.ToJsonString());
    }

    /// <summary>The command that it is to run.</summary>
    public void Runs(params string[] words) => Change(config => Args(config, words));

    public static void Args(JsonObject config, params string[] words) => config["process"]!["args"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);

    /// <summary>Makes and starts it.</summary>
    public void Start(string options = "") =>
        _lab.Tool($"{Hull} create {options} --bundle {Bundle} one </dev/null >/dev/null 2>&1 && {Hull} start one");

    public string Status => (string)JsonNode.Parse(_lab.Tool($"{Hull} state one"))!["status"]!;
}
