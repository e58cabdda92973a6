using Tests;
using Xunit;

namespace Conformance.Clients;

/// <summary>Images between podman and hull: each loads what the other saved, and finds the same files in it.</summary>
public class PodmanImageTests
{
    const string Name = "localhost/made:1", Folder = "/run/images";

    // Something of each kind that a layer can hold; the second layer then changes, hides and replaces what is in the first.
    static readonly string[] s_steps =
    [
        "mkdir -p /data/gone /data/kept; echo one >/data/kept/one; echo two >/data/gone/two; ln /data/kept/one /data/same; ln -s /etc/passwd /data/link; "
            + "chmod 4751 /data/kept/one; chown 12:34 /data/kept; chmod 700 /data/kept; mkfifo /data/pipe; touch -d 2001-02-03 /data/gone/two; "
            + "truncate -s 5000000 /data/holes; chmod 1777 /tmp; echo name >\"/data/ü $(printf %0150d 7)\"",
        "rm -r /data/gone; mkdir /data/gone; echo new >/data/gone/new; rm /data/same; echo more >>/data/kept/one; rm -r /www; echo file >/www",
    ];

    [Theory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    [InlineData("oci-dir")]
    public void What_podman_saves_is_loaded_with_the_same_files_and_back_again(string format) => Podman.Run((podman, lab) =>
    {
        Directory.CreateDirectory(Folder);
        Make(podman);
        string id = podman.Tool($"podman image inspect --format '{{{{.Id}}}}' {Name}");
        string files = podman.Tool($"python3 {Script()} $(podman image mount {Name})");
        podman.Tool($"podman save --quiet --format {format} --output {Folder}/saved {Name}");

        Assert.Equal($"Loaded image: {Name}", lab.Tool($"{Binaries.Hull} load -i {Folder}/saved"));

        Assert.Contains($"\"Id\": \"sha256:{id}\"", lab.Tool($"{Binaries.Hull} image inspect {Name}"));
        Assert.Equal(Lines(files), Lines(lab.Tool($"mkdir {Folder}/root; mount -t overlay -o ro,lowerdir={Layers(lab)} none {Folder}/root; python3 {Script()} {Folder}/root")));

        lab.Tool($"umount {Folder}/root; {Binaries.Hull} save -o {Folder}/back.tar {Name}");
        podman.Tool($"podman image umount --all; podman rmi --force {Name}; podman load --quiet --input {Folder}/back.tar");
        Assert.Equal(id, podman.Tool($"podman image inspect --format '{{{{.Id}}}}' {Name}"));
        Assert.Equal(Lines(files), Lines(podman.Tool($"python3 {Script()} $(podman image mount {Name})")));
        Assert.Equal("more", podman.Tool($"podman run --rm --network none --cgroup-parent /{podman.ControlGroup} {Name} cat /data/kept/one").Split('\n')[1]);
    });

    [Fact]
    public void What_hull_commits_runs_in_podman() => Podman.Run((podman, lab) =>
    {
        Directory.CreateDirectory(Folder);
        lab.Tool($"{Binaries.Hull} load -i /run/test/image.tar");
        lab.Tool($"{Binaries.Hull} run --name job --network none web:1 /bin/busybox sh -c '{s_steps[0]}; {s_steps[1]}'");
        lab.Tool($"{Binaries.Hull} commit -c 'ENV A=b' -c 'CMD [\"/bin/busybox\", \"sh\", \"-c\", \"echo $A; cat /data/gone/new /www\"]' job {Name}; {Binaries.Hull} rm job");

        podman.Tool($"{Binaries.Hull} save {Name} | podman load --quiet");

        Assert.Equal("b\nnew\nfile", podman.Tool($"podman run --rm --network none --cgroup-parent /{podman.ControlGroup} {Name}"));
    });

    static void Make(Podman podman)
    {
        string below = Image.Name;
        foreach (string step in s_steps)
        {
            podman.Tool($"podman run --name step --network none --cgroup-parent /{podman.ControlGroup} {below} /bin/busybox sh -c '{step}'");
            podman.Tool($"podman commit --quiet step {Name} && podman rm step");
            below = Name;
        }
    }

    // The highest first, as overlayfs takes them.
    static string Layers(Lab lab)
    {
        string Of(string key) => lab.Tool($"{Binaries.Hull} image inspect {Name} | grep -o '\"{key}\": \"[^\"]*' | cut -d'\"' -f4");
        return $"{Of("UpperDir")}:{Of("LowerDir")}";
    }

    static string Script()
    {
        string path = $"{Folder}/describe.py";
        if (!File.Exists(path))
            File.WriteAllText(path, Tree.Script);
        return path;
    }

    // What is mounted is the root itself: whose it is and when it changed is nobody's entry.
    static IEnumerable<string> Lines(string described) =>
        described.Split('\n').Where(line => !line.StartsWith(". ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
