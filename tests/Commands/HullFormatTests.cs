using Xunit;
using static Tests.Json;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>--format, --filter and JSON of hull's lists, with docker's names.</summary>
public class HullFormatTests
{
    [Fact]
    public void Images_are_listed_by_a_template_a_table_of_ones_own_or_JSON() => InLab((_, hull) =>
    {
        hull.Ok("tag busybox shop/web:2");
        string id = hull.Ok("images -q");

        Assert.Equal("busybox:latest\nshop/web:2", Sorted(hull.Ok("images --format '{{.Repository}}:{{.Tag}}'")));
        Assert.Equal($"x IMAGE ID       TAG\nx {id}   2", hull.Ok("images --filter reference='shop/*' --format 'table x {{.ID}}\\t{{.Tag}}'"));
        var lines = hull.Ok("image ls --format json").Split('\n').Select(line => Parse(line)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(id, line.GetProperty("ID").GetString()));
        Assert.Equal(["CreatedAt", "CreatedSince", "Digest", "ID", "Labels", "Repository", "Size", "Tag", "VirtualSize"], lines[0].EnumerateObject().Select(one => one.Name));
        var list = Parse(hull.Ok("images -j"));
        Assert.Equal(2, list.GetArrayLength());
        Assert.StartsWith($"sha256:{id}", list[0].GetProperty("ID").GetString());
    });

    [Fact]
    public void Images_can_be_picked() => InLab((lab, hull) =>
    {
        hull.Ok($"import -c 'LABEL stage=live' {HullTool.RootTar} labelled:1");
        hull.Ok($"import {HullTool.RootTar}");   // without a name

        Assert.Equal("labelled", hull.Ok("images --filter label=stage=live --format '{{.Repository}}'"));
        Assert.Equal("live", hull.Ok("images --filter label=stage --format '{{.Label \"stage\"}}'"));
        Assert.Equal("", hull.Ok("images --filter label=stage=test -q"));
        Assert.Equal("<none>", hull.Ok("images -f dangling=true --format '{{.Tag}}'"));
        Assert.Equal("busybox\nlabelled", Sorted(hull.Ok("images -f dangling=false --format '{{.Repository}}'")));
        Assert.Equal("busybox", hull.Ok("images -f reference='busy*' --format '{{.Repository}}'"));
        Assert.Equal("labelled", hull.Ok("images -f before=$(" + Binaries.Hull + " images -qf dangling=true) -f since=busybox --format '{{.Repository}}'"));
        Assert.Equal(new Outcome(1, "", "hull: --filter colour=red: images have no filter colour; there are before, dangling, label, reference, since"), hull.Try("images -f colour=red"));
    });

    [Fact]
    public void History_names_its_columns_too() => InLab((_, hull) =>
    {
        Assert.StartsWith("Imported from /", hull.Ok("history busybox --format '{{.Comment}}'"));
        Assert.Matches("^[0-9]{6,}$", hull.Ok("history --human=false --format '{{.Size}}' busybox"));
        Assert.Equal(hull.Ok("images -q --no-trunc"), Parse(hull.Ok("history -j busybox"))[0].GetProperty("ID").GetString());
    });

    [Fact]
    public void Networks_can_be_picked_and_shown_as_one_likes() => InLab((_, hull) =>
    {
        string id = hull.Ok("network create --label tier=front --internal shop");

        Assert.Equal("host hull none shop", hull.Ok("network ls --format '{{.Name}}'").Replace('\n', ' '));
        Assert.Equal("shop bridge local true front", hull.Ok("network ls -f label=tier=front --format '{{.Name}} {{.Driver}} {{.Scope}} {{.Internal}} {{.Label \"tier\"}}'"));
        Assert.Equal(id, hull.Ok("network ls -q --no-trunc -f name=sho"));
        Assert.Equal("shop", hull.Ok($"network ls -f id={id[..6]} --format '{{{{.Name}}}}'"));
        Assert.Equal("shop", hull.Ok("network ls -f dangling=true --format '{{.Name}}'"));
        Assert.Equal("host", hull.Ok("network ls -f driver=host -f type=builtin --format '{{.Name}}'"));
        Assert.Equal(id, Parse(hull.Ok("network ls -j")).EnumerateArray().Single(one => one.GetProperty("Name").GetString() == "shop").GetProperty("ID").GetString());
        Assert.Equal($"{id} true front", hull.Ok("network inspect -f '{{.Id}} {{.Internal}} {{index .Labels \"tier\"}}' shop"));
    });

    [Fact]
    public void Volumes_have_labels_by_which_they_are_found() => InLab((_, hull) =>
    {
        hull.Ok("volume create --label stage=test data");
        hull.Ok("volume create other");
        hull.Ok("run -d --name user --network none -v other:/o busybox sleep 1000");

        Assert.Equal("data test", hull.Ok("volume ls -f label=stage --format '{{.Name}} {{.Label \"stage\"}}'"));
        Assert.Equal("data", hull.Ok("volume ls -q -f dangling=1"));
        Assert.Equal("other", hull.Ok("volume ls -q -f name=the"));
        Assert.Equal("DRIVER    VOLUME NAME\nlocal     data\nlocal     other", hull.Ok("volume ls"));
        Assert.Equal("test /var/lib/hull/volumes/data/_data", hull.Ok("volume inspect --format '{{.Labels.stage}} {{.Mountpoint}}' data"));
        Assert.Equal("[]", hull.Try("volume inspect missing").Out);
        Assert.Equal(1, hull.Try("volume inspect missing").ExitCode);
    });

    [Fact]
    public void Ports_are_listed_as_docker_lists_them() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name web -p 1314:80 -p 127.0.0.1:5300:53/udp busybox sleep 1000");

        Assert.Equal("53/udp -> 127.0.0.1:5300\n80/tcp -> 0.0.0.0:1314", hull.Ok("port web"));
        Assert.Equal("0.0.0.0:1314", hull.Ok("port web 80"));
        Assert.Equal("127.0.0.1:5300", hull.Ok("port web 53/udp"));
        Assert.Equal(new Outcome(1, "", "hull: No public port '81' published for web"), hull.Try("port web 81"));
        Assert.Equal("1314", Parse(hull.Ok("port -j web"))[1].GetProperty("HostPort").GetString());
    });

    [Fact]
    public void Version_is_said_in_words_and_in_JSON() => InLab((lab, hull) =>
    {
        string version = hull.Ok("version --format '{{.Client.Version}}'");
        Assert.Equal($"hull version {version}", hull.Ok("--version"));
        Assert.Matches($" Version: +{version}\n", hull.Ok("version"));
        Assert.Equal(lab.Tool("uname -r"), Parse(hull.Ok("version -j")).GetProperty("Client").GetProperty("KernelVersion").GetString());
    });

    [Fact]
    public void What_containers_use_and_what_the_machine_has_can_be_asked_for_by_name() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none -m 200m busybox sleep 1000");

        Assert.Matches($@"^{id[..12]} box 0\.\d\d% [\d.]+[KM]?i?B / 200MiB 1$", hull.Ok("stats --no-stream --format '{{.ID}} {{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.PIDs}}'"));
        Assert.Equal(id, Parse(hull.Ok("stats --no-stream -j"))[0].GetProperty("ID").GetString());
        Assert.Equal($"1 1 0 overlay2 json-file {lab.Tool("uname -r")}", hull.Ok("info --format '{{.Containers}} {{.ContainersRunning}} {{.ContainersStopped}} {{.Driver}} {{.LoggingDriver}} {{.KernelVersion}}'"));
        Assert.Equal(int.Parse(lab.Tool("getconf _NPROCESSORS_ONLN")), Parse(hull.Ok("info -j")).GetProperty("NCPU").GetInt32());
        Assert.Equal("Supports d_type: true", hull.Ok("info -f '{{range .DriverStatus}}{{if eq (index . 0) \"Supports d_type\"}}{{index . 0}}: {{index . 1}}{{end}}{{end}}'"));
    });

    [Theory]
    [InlineData("images --format '{{.Nope}}'", "--format: {{.Nope}}: there is no .Nope; there are CreatedAt, CreatedSince, Digest, ID, Labels, Repository, Size, Tag, VirtualSize")]
    [InlineData("network inspect -f '{{.Name' hull", "--format: what begins at character 1, {{.Name, is not closed by }}")]
    [InlineData("volume ls -f dangling=perhaps", "--filter dangling=perhaps: it is true or false")]
    [InlineData("volume ls -f dangling", "--filter dangling is no KEY=VALUE")]
    [InlineData("image inspect -f '{{.Config.Foo}}' busybox", "--format: {{.Config.Foo}}: there is no .Foo in .Config; there are ")]
    public void A_template_or_filter_that_is_wrong_is_answered_by_a_sentence(string command, string said) => InLab((_, hull) =>
    {
        hull.Ok("volume create data");
        var outcome = hull.Try(command);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"hull: {said}", outcome.Err);
        Assert.DoesNotContain("\n", outcome.Err);
    });

    static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));
}
