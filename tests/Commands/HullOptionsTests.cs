using System.Text.Json;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What run and create can be told beside what runs: files, names and notes.</summary>
public class HullOptionsTests
{
    [Fact]
    public void Its_id_and_its_process_are_written_to_files() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name job --cidfile /run/id --pidfile /run/pid --network none busybox sleep 1000");

        Assert.Equal(id, File.ReadAllText("/run/id"));
        Assert.Equal(File.ReadAllText($"/run/hull/{id}/process").Split(' ')[0], File.ReadAllText("/run/pid"));
        Assert.Contains("sleep", File.ReadAllText($"/proc/{File.ReadAllText("/run/pid")}/cmdline"));

        var refusal = hull.Try("run --cidfile /run/id --network none busybox true");
        Assert.Equal(new Outcome(125, "", "hull: --cidfile /run/id is there already: remove it, unless the container that it names still counts"), refusal);
        hull.Ok("stop -t 0 job");
        Assert.False(File.Exists("/run/pid"));
        Assert.Equal(hull.Ok("create --cidfile /run/other --network none busybox true"), File.ReadAllText("/run/other"));
    });

    [Fact]
    public void Variables_and_labels_come_from_files_too() => InLab((lab, hull) =>
    {
        File.WriteAllText("/run/variables", "# a comment\n\nA=from file\n  B=file\nPASSED\nABSENT\n");
        File.WriteAllText("/run/labels", "tier=back\nplain\n");

        var printed = lab.Tool($"PASSED=here {Binaries.Hull} run --rm --network none --env-file /run/variables -e B=own busybox env").Split('\n');

        Assert.Contains("A=from file", printed);
        Assert.Contains("B=own", printed);
        Assert.Contains("PASSED=here", printed);
        Assert.DoesNotContain(printed, line => line.StartsWith("ABSENT", StringComparison.Ordinal));
        hull.Ok("create --name labelled --label-file /run/labels --network none busybox true");
        Assert.EndsWith("labelled", hull.Ok("ps -a -f label=tier=back -f label=plain"));

        File.WriteAllText("/run/variables", "NO NAME=x\n");
        Assert.Equal("hull: --label-file /run/variables: \"NO NAME=x\" does not begin with a name: it reads NAME=value", hull.Try("run --label-file /run/variables busybox true").Err);
        Assert.StartsWith("hull: --label-file /nonexistent cannot be read", hull.Try("run --label-file /nonexistent busybox true").Err);
    });

    [Fact]
    public void A_domain_name_is_the_kernels_and_in_hosts() => InLab((lab, hull) =>
    {
        string looked = hull.Ok("run --rm --hostname web --domainname shop.example busybox sh -c 'cat /proc/sys/kernel/domainname; hostname; hostname -f; grep web /etc/hosts'");

        Assert.Matches("^shop.example\nweb\nweb.shop.example\n10\\.85\\.0\\.[0-9]+\tweb.shop.example web$", looked);
    });

    [Fact]
    public void Annotations_are_in_the_bundle() => InLab((lab, hull) =>
    {
        string id = hull.Ok("create --annotation org.example.owner=me --annotation plain= --network none busybox true");

        using var json = JsonDocument.Parse(File.ReadAllText($"/var/lib/hull/containers/{id}/bundle/config.json"));
        Assert.Equal("me", json.RootElement.GetProperty("annotations").GetProperty("org.example.owner").GetString());
        Assert.Equal("", json.RootElement.GetProperty("annotations").GetProperty("plain").GetString());
        Assert.Equal("hull: invalid --annotation =x: it reads NAME=value", hull.Try("create --annotation =x busybox true").Err);
    });
}
