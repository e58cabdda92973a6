using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull cp, diff and export: files on their way in and out, by docker's rules, and never through a link of the container's.</summary>
public class HullCopyTests
{
    const string Work = "mkdir -p /run/files && cd /run/files && ";

    [Fact]
    public void Files_go_in_and_out_of_a_container_that_runs() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        lab.Tool(Work + "echo mine >note; chmod 640 note; chown 1234:1234 note; touch -d '2001-02-03 04:05:06' note");

        hull.Ok("cp /run/files/note box:/tmp");
        hull.Ok("cp -a /run/files/note box:/tmp/owned");
        Assert.Equal("640 0:0 mine", hull.Ok("exec box sh -c 'stat -c \"%a %u:%g\" /tmp/note; cat /tmp/note'").Replace('\n', ' '));
        Assert.Equal("640 1234:1234", hull.Ok("exec box stat -c '%a %u:%g' /tmp/owned"));
        Assert.Equal("2001-02-03 04:05:06", hull.Ok("exec box date -r /tmp/note '+%F %T'"));

        hull.Ok("exec box sh -c 'echo changed >/tmp/note; ln -s note /tmp/link; mkfifo /tmp/pipe'");
        hull.Ok("cp box:/tmp/note /run/files/back");
        Assert.Equal("changed", lab.Tool("cat /run/files/back"));
        hull.Ok("cp box:/tmp/link /run/files/link");
        Assert.Equal("note", lab.Tool("readlink /run/files/link"));
        hull.Ok("cp -L box:/tmp/link /run/files/followed");
        Assert.Equal("changed", lab.Tool("cat /run/files/followed"));
        hull.Ok("cp box:/tmp /run/files/all");
        Assert.Equal("link note owned pipe", lab.Tool("ls /run/files/all").Replace('\n', ' '));
        Assert.True(lab.Try("test -p /run/files/all/pipe").ExitCode == 0);
    });

    [Fact]
    public void It_is_the_same_with_one_that_does_not_run_and_with_its_volumes() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none -v data:/data busybox sh -c 'echo kept >/data/file; echo wrote >/tmp/file; rm /etc/passwd'");
        lab.Until("it has ended", () => hull.Ok("ps -a").Contains("Exited"));
        string before = lab.Tool("findmnt -rn | sort");
        lab.Tool(Work + "mkdir -p tree/deep; echo one >tree/a; echo two >tree/deep/b; ln tree/a tree/hard");

        hull.Ok("cp /run/files/tree box:/data");
        hull.Ok("cp /run/files/tree/. box:/srv");

        Assert.Equal("one", lab.Tool("cat /var/lib/hull/volumes/data/_data/tree/a"));
        Assert.Equal("2", lab.Tool("stat -c %h /var/lib/hull/volumes/data/_data/tree/hard"));
        Assert.Equal("two", lab.Tool($"cat /var/lib/hull/overlay2/{id}/diff/srv/deep/b"));
        Assert.Equal("kept", lab.Tool($"{Binaries.Hull} cp box:/data/file - | tar -xO file"));
        Assert.Equal("wrote", lab.Tool($"{Binaries.Hull} cp box:/tmp/. - | tar -xO ./file || {Binaries.Hull} cp box:/tmp/. - | tar -xO file"));
        Assert.Equal(1, hull.Try("cp box:/etc/passwd /run/files/").ExitCode);
        Assert.Equal(before, lab.Tool("findmnt -rn | sort"));
    });

    // Docker's rules (docker container cp, "Description"): what is there, what is not, and what a slash at the end means.
    [Theory]
    [InlineData("file", "box:/tmp/new", "/tmp/new", null)]
    [InlineData("file", "box:/tmp", "/tmp/file", null)]
    [InlineData("file", "box:/tmp/", "/tmp/file", null)]
    [InlineData("file", "box:tmp/relative", "/tmp/relative", null)]
    [InlineData("file", "box:/bin/text", "/bin/text", null)]
    [InlineData("file", "box:/missing/", null, "cannot copy to box:/missing/: that directory does not exist")]
    [InlineData("file", "box:/missing/new", null, "cannot copy to box:/missing/new: the directory it would be in does not exist")]
    [InlineData("file", "box:/bin/text/", null, "cannot copy to box:/bin/text/: it is not a directory")]
    [InlineData("file/", "box:/tmp", null, "file/ is not a directory")]
    [InlineData("folder", "box:/new", "/new/file", null)]
    [InlineData("folder/", "box:/new", "/new/file", null)]
    [InlineData("folder", "box:/tmp", "/tmp/folder/file", null)]
    [InlineData("folder/.", "box:/tmp", "/tmp/file", null)]
    [InlineData("folder/.", "box:/new", "/new/file", null)]
    [InlineData("folder", "box:/bin/text", null, "cannot copy a directory to box:/bin/text, which is a file")]
    [InlineData("missing", "box:/tmp", null, "missing: no such file or directory")]
    [InlineData("box:/missing", ".", null, "Could not find the file /missing in container box")]
    [InlineData("file", "nobox:/tmp", null, "No such container: nobox")]
    [InlineData("file", "file", null, "cp copies to or from a container: one of the two is CONTAINER:PATH")]
    [InlineData("-", "box:/missing", null, "destination \"box:/missing\" must be a directory: what comes by standard input is a tar of what goes into it")]
    public void What_is_copied_where_is_as_with_docker(string from, string to, string? made, string? refused) => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        lab.Tool(Work + "echo content >file; mkdir folder; echo content >folder/file");

        var outcome = lab.Try($"cd /run/files; {Binaries.Hull} cp {from} {to} </dev/null");

        Assert.Equal(refused is null ? new Outcome(0, "", "") : new Outcome(1, "", $"hull: {refused}"), outcome);
        if (made is not null)
            Assert.Equal("content", hull.Ok($"exec box cat {made}"));
    });

    [Fact]
    public void A_link_in_the_container_leads_nowhere_out_of_it() => InLab((lab, hull) =>
    {
        lab.Tool(Work + "mkdir outside; echo secret >outside/secret; echo new >new; mkdir -p tree/way; echo new >tree/way/file");
        hull.Ok("run -d --name evil --network none busybox sh -c 'ln -s /run/files/outside /out; ln -s ../../../../../../run/files/outside /up; ln -s /run/files/outside/secret /secret; "
            + "mkdir -p /run/files/tree; ln -s /run/files/outside /tmp/way; echo ready; sleep 1000'");
        lab.Until("they are there", () => hull.Ok("logs evil") == "ready");

        foreach (string place in (string[])["out", "up"])
        {
            Assert.Equal(1, hull.Try($"cp evil:/{place}/secret /run/files/stolen").ExitCode);
            Assert.Equal(1, hull.Try($"cp /run/files/new evil:/{place}/file").ExitCode);
        }
        Assert.Equal(1, hull.Try("cp -L evil:/secret /run/files/stolen").ExitCode);
        Assert.Equal(1, hull.Try("cp -L evil:/proc/1/root/../run/files/outside/secret /run/files/stolen").ExitCode);
        Assert.Equal(1, hull.Try("cp /run/files/new evil:/secret").ExitCode);
        Assert.Contains("way", hull.Try("cp /run/files/tree/. evil:/tmp").Err);   // a folder is no link's content
        Assert.Equal(1, lab.Try($"tar -C /run/files/tree -c way/file | {Binaries.Hull} cp - evil:/tmp").ExitCode);

        Assert.Equal("secret", lab.Tool("ls /run/files/outside"));
        Assert.Equal("secret", lab.Tool("cat /run/files/outside/secret"));
        Assert.False(File.Exists("/run/files/stolen"));
    });

    [Theory]
    [InlineData("../escaped")]
    [InlineData("/run/files/escaped")]
    public void A_tar_on_standard_input_does_not_lead_out_either(string name) => InLab((lab, hull) =>
    {
        lab.Tool(Work + "echo x >x");
        hull.Ok("run -d --name box --network none busybox sleep 1000");

        var outcome = lab.Try($"cd /run/files; tar -cP --transform 's,x,{name},' x | {Binaries.Hull} cp - box:/tmp");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(name, outcome.Err);
        Assert.Equal("", hull.Ok("exec box find / -name escaped"));
        Assert.False(File.Exists("/run/files/escaped"));
    });

    [Fact]
    public void A_tar_goes_in_by_standard_input_and_comes_out_again() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        lab.Tool(Work + "mkdir -p tree/deep; echo one >tree/a; head -c 3000000 /dev/urandom >tree/deep/big; ln -s a tree/link; chown -R 7:8 tree");

        lab.Tool($"tar -C /run/files -c tree | {Binaries.Hull} cp - box:/tmp");
        lab.Tool($"mkdir /run/back; {Binaries.Hull} cp box:/tmp/tree - | tar -C /run/back -xp");

        Assert.Equal("", lab.Tool("diff -r /run/files/tree /run/back/tree"));
        Assert.Equal("7:8 symbolic link", lab.Tool("stat -c '%u:%g %F' /run/back/tree/link"));
        Assert.Contains("cannot overwrite directory \"tree\" with non-directory", lab.Try($"cd /run; touch tree; tar -c tree | {Binaries.Hull} cp - box:/tmp").Err);
    });

    [Fact]
    public void Diff_tells_what_is_new_changed_and_gone() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none -v data:/data busybox sh -c 'echo x >/etc/passwd; rm /bin/text; mkdir /made; echo x >/made/file; rm -r /www; mkdir /www; echo x >/www/new; echo x >/data/file; "
            + "echo x >/tmp/gone; rm /tmp/gone; echo ready; sleep 1000'");
        lab.Until("it is done", () => hull.Ok("logs box") == "ready");

        Assert.Equal("C /bin\nD /bin/text\nC /etc\nC /etc/passwd\nA /made\nA /made/file\nC /www\nD /www/index.html\nA /www/new", string.Join('\n', hull.Ok("diff box").Split('\n').Where(line => !line.EndsWith("/tmp") && !line.Contains("/data"))));
        hull.Ok("run --name still --network none busybox true");
        Assert.Equal("", hull.Ok("diff still"));
    });

    [Fact]
    public void Diff_of_a_container_of_a_folder_compares_with_the_folder() => InLab((lab, hull) =>
    {
        lab.Tool($"mkdir /run/root; tar -C /run/root -xf {HullTool.RootTar}");
        hull.Ok("run --name box --network none --rootfs /run/root sh -c 'echo x >/bin/text; rm /www/index.html'");
        Assert.Equal("C /bin\nC /bin/text\nC /www\nD /www/index.html", hull.Ok("diff box"));
        Assert.Equal("/bin /bin/text /www /www/index.html", string.Join(' ', hull.Ok("diff --format '{{.Path}}' box").Split('\n')));
        Assert.StartsWith("""[{"Kind":"C","Path":"/bin"},""", hull.Ok("diff -j box"));
    });

    [Fact]
    public void Export_writes_what_the_container_sees_but_not_its_volumes() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none -v data:/data busybox sh -c 'echo new >/tmp/made; echo x >/data/file; rm /bin/text; echo ready; sleep 1000'");
        lab.Until("it is done", () => hull.Ok("logs box") == "ready");

        hull.Ok("export -o /run/box.tar box");

        Assert.Equal("new", lab.Tool("tar -xOf /run/box.tar ./tmp/made || tar -xOf /run/box.tar tmp/made"));
        string names = lab.Tool("tar -tf /run/box.tar | sed 's,^[.]/,,'");
        Assert.Contains("bin/busybox\n", names);
        Assert.DoesNotContain("bin/text", names);
        Assert.DoesNotContain("data/file", names);
        hull.Ok("import /run/box.tar copy");
        Assert.Equal("new", hull.Ok("run --rm --network none copy cat /tmp/made"));
        Assert.Equal(lab.Tool($"{Binaries.Hull} export box | sha256sum"), lab.Tool("sha256sum </run/box.tar"));
    });
}
