using System.Formats.Tar;
using System.Text.Json;
using Xunit;
using static Tests.Commands.EvilArchives;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull's images: loaded, shown, tagged, shared, committed, saved and removed; and what they leave on the disk.</summary>
public class ImageTests
{
    const string Layers = "/var/lib/hull/overlay2", Metadata = "/var/lib/hull/image/overlay2";

    [Fact]
    public void Inspect_names_the_layers_of_a_saved_image_by_the_digests_of_their_tars() => InLab((lab, hull) =>   // S42
    {
        var layers = Numbered(5);
        Load(lab, hull, Docker(ConfigOf(layers), [layers[0], Gzip(layers[1]), .. layers[2..]]));

        using var image = JsonDocument.Parse(hull.Ok("image inspect evil:1"));
        var rootfs = image.RootElement[0].GetProperty("RootFS");
        Assert.Equal("layers", rootfs.GetProperty("Type").GetString());
        Assert.Equal(layers.Select(Digest), rootfs.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()));
        Assert.Equal(Digest(ConfigOf(layers)), image.RootElement[0].GetProperty("Id").GetString());
        Assert.Equal(
            ["Id", "RepoTags", "RepoDigests", "Parent", "Comment", "Created", "DockerVersion", "Author", "Config", "Architecture", "Os", "Size", "GraphDriver", "RootFS"],
            image.RootElement[0].EnumerateObject().Select(one => one.Name));
    });

    [Fact]
    public void Layers_lie_on_the_disk_as_dockers_do() => InLab((lab, hull) =>   // S43
    {
        hull.Ok("rmi busybox");
        var layers = Numbered(3);
        Load(lab, hull, Docker(ConfigOf(layers), layers));

        var found = lab.Tool($"cd {Layers}; for f in */link; do d=${{f%/link}}; echo $(ls $d | tr '\\n' ' '): $(cat $d/link): $(cat $d/lower 2>/dev/null): $(ls $d/diff/numbers); done")
            .Split('\n').Select(line => line.Split(": ")).OrderBy(parts => parts[3]).ToList();

        Assert.Equal(["diff link", "diff link lower work", "diff link lower work"], found.Select(parts => parts[0].Trim()));
        Assert.All(found, parts => Assert.Matches("^[A-Z2-7]{26}$", parts[1]));
        Assert.Equal(["", $"l/{found[0][1]}", $"l/{found[1][1]}:l/{found[0][1]}"], found.Select(parts => parts[2]));
        Assert.All(found, parts => Assert.Equal(parts[3], lab.Tool($"ls {Layers}/l/{parts[1]}/numbers")));
    });

    [Fact]
    public void Forty_layers_are_one_root_whose_mount_fits_into_a_page() => InLab((lab, hull) =>   // S44
    {
        byte[][] layers = [System.IO.File.ReadAllBytes(HullTool.RootTar), .. Numbered(40)];
        Load(lab, hull, Docker(ConfigOf(layers), layers));

        string mount = hull.Ok("run --rm --network none evil:1 sh -c 'grep \" / / \" /proc/self/mountinfo; cat /numbers/*'");

        Assert.Matches(@"overlay rw,lowerdir=l/[A-Z2-7]{26}(:l/[A-Z2-7]{26}){41},upperdir=[0-9a-f]{64}/diff,workdir=[0-9a-f]{64}/work", mount);
        Assert.True(mount.IndexOf('\n') < 4096);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}").Order(StringComparer.Ordinal), mount.Split('\n')[1..]);
    });

    [Fact]
    public void What_a_container_writes_is_in_its_own_layer_and_gone_with_it() => InLab((lab, hull) =>   // S45
    {
        string image = lab.Tool($"find {Layers} -path '*/diff/*' | sort; cat {Layers}/*/diff/www/index.html");
        string id = hull.Ok("run -d --name web --network none busybox sleep 1000");
        Assert.Equal("", lab.Tool($"ls -A {Layers}/{id}/diff"));

        hull.Ok("exec web sh -c 'echo new >/www/new; rm /www/index.html; echo changed >>/etc/passwd'");

        Assert.Equal("new etc/passwd 0:0\nwww/index.html", lab.Tool(
            $"cd {Layers}/{id}/diff; [ -s www/new ] && echo new $(find etc -type f) $(stat -c %Hr:%Lr www/index.html); find . -type c -printf '%P\\n'"));
        hull.Ok("rm -f web");
        Assert.Equal(image, lab.Tool($"find {Layers} -path '*/diff/*' | sort; cat {Layers}/*/diff/www/index.html"));
        Assert.Equal("hello", hull.Inside("cat /www/index.html"));
    });

    [Fact]
    public void A_commit_holds_what_changed_and_nothing_that_hull_put_there() => InLab((lab, hull) =>   // S46, S47
    {
        hull.Ok("run --name job --network none busybox sh -c 'echo page >/www/page; rm /www/index.html; rm -r /tmp; mkdir /tmp; hostname >/dev/null'");

        string id = hull.Ok("commit -a me -m changed -c 'CMD [\"cat\", \"/www/page\"]' -c 'ENV A=b' job web:2");

        Assert.Equal("page", hull.Ok("run --rm --network none web:2"));
        Assert.Equal("page", hull.Ok("run --rm --network none web:2 ls /www"));
        Assert.Contains("A=b", hull.Ok("run --rm --network none web:2 env"));
        using var json = JsonDocument.Parse(hull.Ok("image inspect busybox web:2"));
        var (below, made) = (json.RootElement[0], json.RootElement[1]);
        Assert.Equal(id, made.GetProperty("Id").GetString());
        var before = below.GetProperty("RootFS").GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()).ToList();
        var after = made.GetProperty("RootFS").GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()).ToList();
        Assert.Equal(before, after[..^1]);
        hull.Ok("save -o /run/web.tar web:2");
        Assert.Equal("tmp/ tmp/.wh..wh..opq www/ www/.wh.index.html www/page",
            lab.Tool($"tar -xOf /run/web.tar {after[^1]![7..]}.tar | tar -tf -").Replace('\n', ' '));
        Assert.Matches(@"^IMAGE +CREATED +CREATED BY +SIZE +COMMENT\n[0-9a-f]{12} +.* ago +sh -c echo page >/www/page; rm /www/index\.ht… +5B +changed\n<missing> +.* Imported from ",
            hull.Ok("history web:2"));
    });

    [Fact]
    public void Images_and_containers_share_what_is_equal() => InLab((lab, hull) =>   // S48
    {
        byte[] root = System.IO.File.ReadAllBytes(HullTool.RootTar), one = Tar(File("one")), other = Tar(File("other"));
        int folders = Folders(lab);
        Load(lab, hull, Docker(ConfigOf(root, one), [root, one], tag: "one"));
        Load(lab, hull, Docker(ConfigOf(root, other), [Gzip(root), other], tag: "other"));
        Assert.Equal(folders + 2, Folders(lab));
        long used = long.Parse(lab.Tool($"du -s {Layers} | cut -f1"));

        for (int i = 0; i < 20; i++) hull.Ok("run -d --network none one sleep 1000");

        Assert.InRange(long.Parse(lab.Tool($"du -s {Layers} | cut -f1")), used, used + 1000);
        hull.Ok("rmi other");
        Assert.Equal(folders + 1 + 40, Folders(lab));
    });

    [Fact]
    public void Images_can_be_made_of_images_made_of_images() => InLab((lab, hull) =>   // S49
    {
        hull.Ok("run --name mysql --network none busybox sh -c 'echo mysql >/mysql'");
        hull.Ok("commit mysql mysql");
        hull.Ok("run --name apache --network none mysql sh -c 'echo apache >/apache; echo more >>/mysql'");
        hull.Ok("commit apache apache");

        Assert.Equal("mysql\nmore\napache\nhello", hull.Ok("run --rm --network none apache cat /mysql /apache /www/index.html"));
        Assert.Equal("mysql", hull.Ok("run --rm --network none mysql cat /mysql"));
    });

    [Fact]
    public void What_is_known_of_images_is_where_docker_has_it() => InLab((lab, hull) =>   // S50
    {
        string id = hull.Ok("image inspect busybox | grep -o 'sha256:[0-9a-f]*' | head -1");

        Assert.Equal("{\"Repositories\":{\"busybox\":{\"busybox:latest\":\"" + id + "\"}}}", lab.Tool($"cat {Metadata}/repositories.json"));
        Assert.Equal(id[7..], lab.Tool($"sha256sum {Metadata}/imagedb/content/sha256/{id[7..]} | cut -d' ' -f1"));
        string diff = lab.Tool($"sha256sum {HullTool.RootTar} | cut -d' ' -f1");
        Assert.Equal($"sha256:{diff}", lab.Tool($"cat {Metadata}/layerdb/sha256/{diff}/diff"));
        Assert.Equal("hello", lab.Tool($"cat {Layers}/$(cat {Metadata}/layerdb/sha256/{diff}/cache-id)/diff/www/index.html"));
        byte[] second = Tar(File("second"));
        byte[] root = System.IO.File.ReadAllBytes(HullTool.RootTar);
        Load(lab, hull, Docker(ConfigOf(root, second), [root, second]));
        string chain = Digest(System.Text.Encoding.ASCII.GetBytes($"sha256:{diff} {Digest(second)}"));
        Assert.Equal($"sha256:{diff}", lab.Tool($"cat {Metadata}/layerdb/sha256/{chain[7..]}/parent"));
    });

    [Fact]
    public void Images_are_listed_tagged_and_removed_as_docker_does_it() => InLab((lab, hull) =>   // S51
    {
        hull.Ok("tag busybox registry.example:5000/tools/box:1.36");
        string id = hull.Ok("images -q");

        Assert.Matches($@"^REPOSITORY +TAG +IMAGE ID +CREATED +SIZE\nbusybox +latest +{id} +.* ago +\d\.\d+MB\nregistry\.example:5000/tools/box +1\.36 +{id} +.* ago +\d\.\d+MB$",
            hull.Ok("image ls"));
        Assert.Equal(2, hull.Ok("images busybox").Split('\n').Length);
        hull.Ok("run --name user --network none busybox true");
        Assert.Equal("Untagged: registry.example:5000/tools/box:1.36", hull.Ok("rmi registry.example:5000/tools/box:1.36"));
        Assert.Equal(new Outcome(1, "", "hull: cannot remove image busybox:latest: container user is made of it; remove that one first (hull rm user)"), hull.Try("rmi busybox"));
        hull.Ok("rm user");
        Assert.Matches($"^Untagged: busybox:latest\nDeleted: sha256:{id}[0-9a-f]{{52}}\nDeleted: sha256:[0-9a-f]{{64}}$", hull.Ok($"rmi {id}"));
        Assert.Equal("", hull.Ok("images -q"));
        Assert.Equal("", lab.Tool($"find {Layers} {Metadata}/layerdb/sha256 {Metadata}/imagedb/content/sha256 -mindepth 1 ! -name l"));
    });

    [Fact]
    public void Prune_takes_what_has_no_name_and_no_container() => InLab((lab, hull) =>
    {
        var (one, two) = (Tar(File("one")), Tar(File("two")));
        Load(lab, hull, Docker(ConfigOf(one), [one], tag: "moved"));
        Load(lab, hull, Docker(ConfigOf(two), [two], tag: "moved"));
        Assert.Contains("<none>", hull.Ok("images"));
        hull.Ok("run --name user --network none busybox true");

        Assert.Matches("^Deleted: sha256:.*\nDeleted: sha256:.*\nTotal reclaimed space: 1B$", hull.Ok("image prune -f"));
        Assert.DoesNotContain("<none>", hull.Ok("images"));
        Assert.StartsWith("Untagged: moved:latest\n", hull.Ok("image prune -a -f"));
        Assert.Single(hull.Ok("images -q").Split('\n'));
    });

    [Fact]
    public void What_is_saved_is_loaded_again_as_it_was() => InLab((lab, hull) =>
    {
        hull.Ok("run --name job --network none busybox sh -c 'echo x >/x; ln /x /y; rm /etc/passwd'");
        hull.Ok("commit job two");
        hull.Ok("rm job");
        const string columns = "images --no-trunc | awk '{ print $1, $2, $3, $NF }'";
        string before = hull.Ok(columns), inspected = hull.Ok("image inspect two busybox | grep -v overlay2");
        string files = hull.Ok("run --rm --network none two sh -c 'find /bin /www /tmp /x /y | xargs ls -ldn --full-time; cat /y; ls /etc'");

        lab.Tool($"{Binaries.Hull} save two busybox | gzip >/run/both.tar.gz");
        hull.Ok("rmi two busybox");
        lab.Tool($"cat /run/both.tar.gz | {Binaries.Hull} load");

        Assert.Equal(before, hull.Ok(columns));
        Assert.Equal(inspected, hull.Ok("image inspect two busybox | grep -v overlay2"));
        Assert.Equal(files, hull.Ok("run --rm --network none two sh -c 'find /bin /www /tmp /x /y | xargs ls -ldn --full-time; cat /y; ls /etc'"));
    });

    [Theory]
    [InlineData("-i /run/image.tar")]
    [InlineData("</run/image.tar")]
    [InlineData("-i /run/folder")]
    public void A_layout_of_oci_is_loaded_from_a_tar_a_pipe_or_a_folder(string from) => InLab((lab, hull) =>
    {
        System.IO.File.WriteAllBytes("/run/image.tar", OciFor("arm64", "amd64"));
        lab.Tool("mkdir /run/folder && tar -C /run/folder -xf /run/image.tar");

        Assert.Equal("Loaded image: many:1", hull.Ok($"load {from}"));

        string top = lab.Tool($"cat {Layers}/*/link | tr -d '\\n' >/dev/null; ls {Layers}/*/diff");
        Assert.Contains("amd64", top);
        Assert.DoesNotContain("arm64", top);
        Assert.Equal("Loaded image: many:1", hull.Ok($"load --platform linux/arm64 {from}"));
        Assert.Contains("arm64", lab.Tool($"ls {Layers}/*/diff"));
    });

    [Theory]
    [InlineData("rename", 1)]
    [InlineData("rename", 2)]
    [InlineData("rename", 3)]
    [InlineData("rename", 4)]
    [InlineData("openat2", 1)]
    [InlineData("openat2", 4)]
    [InlineData("symlink", 2)]
    [InlineData("linkat,symlinkat", 50)]
    public void A_load_that_is_killed_leaves_nothing_that_gc_does_not_remove(string call, int when) => InLab((lab, hull) =>   // S48
    {
        byte[][] layers = [Tar(File("below")), System.IO.File.ReadAllBytes(HullTool.RootTar), .. Numbered(2)];
        System.IO.File.WriteAllBytes("/run/image.tar", Docker(ConfigOf(layers), layers));
        string Store() => lab.Tool($"find /var/lib/hull -mindepth 1 ! -path '*/layerdb/tmp' | sort; cat {Metadata}/repositories.json");
        string before = Store();

        var killed = lab.Try($"strace -f -qq -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={when} {Binaries.Hull} load -i /run/image.tar");
        hull.Ok("gc");

        Assert.Equal("", killed.Out);
        Assert.Equal(before, Store());
        Assert.Equal("Loaded image: evil:1", hull.Ok("load -i /run/image.tar"));
        Assert.Equal("0", hull.Ok("run --rm --network none evil:1 cat /numbers/0"));
    });

    static byte[][] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => Tar(
        new PaxTarEntry(TarEntryType.Directory, "numbers") { Mode = (UnixFileMode)0x1ed /* 0755 */ }, File($"numbers/{i}", System.Text.Encoding.ASCII.GetBytes($"{i}\n"))))];

    static int Folders(Lab lab) => int.Parse(lab.Tool($"ls -d {Layers}/*/diff | wc -l"));

    static void Load(Lab lab, HullTool hull, byte[] archive)
    {
        System.IO.File.WriteAllBytes("/run/image.tar", archive);
        hull.Ok("load -i /run/image.tar");
        lab.Tool("rm /run/image.tar");
    }
}
