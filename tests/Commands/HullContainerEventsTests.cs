using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What happens to containers, as hull events tells it.</summary>
public class HullContainerEventsTests
{
    const string Past = "events --since 10m --until 0s";

    [Fact]
    public void A_containers_life_is_told_from_create_to_destroy() => InLab((_, hull) =>
    {
        string id = hull.Ok("run -d --name web --label tier=front busybox sleep 1000");
        hull.Ok("stop -t 0 web");
        hull.Ok("rm web");

        string[] told = hull.Ok($"{Past} -f container=web -f container={id} --format '{{{{.Type}}}} {{{{.Action}}}} {{{{.Actor.Attributes.name}}}}'").Split('\n');
        string[] expected = ["container create web", "network connect hull", "container start web", "container kill web", "container die web", "network disconnect hull", "container stop web", "container destroy web"];
        // Who asks it to end and who sees its end are two.
        Assert.Equal(expected.Order(), told.Intersect(expected).Order());
        Assert.Equal(expected.Except(["container kill web"]), told.Intersect(expected).Except(["container kill web"]));
        Assert.Equal($"{id} busybox front", hull.Ok($"{Past} -f label=tier=front -f event=start --format '{{{{.ID}}}} {{{{.From}}}} {{{{.Actor.Attributes.tier}}}}'"));
        Assert.Matches($" container start {id} \\(image=busybox, name=web, tier=front\\)$", hull.Ok($"{Past} -f event=start"));
    });

    [Fact]
    public void The_exit_code_is_told_of_one_that_ends_by_itself_and_is_removed() => InLab((_, hull) =>
    {
        hull.Try("run --rm --name job --network none busybox sh -c 'exit 3'");

        Assert.Equal("create start die destroy", hull.Ok($"{Past} -f container=job --format '{{{{.Action}}}}'").Replace('\n', ' '));
        Assert.Equal("3", hull.Ok($"{Past} -f container=job -f event=die --format '{{{{.Actor.Attributes.exitCode}}}}'"));
    });

    [Fact]
    public void More_commands_in_it_and_who_looks_on_are_told_of() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        Assert.Equal(3, hull.Try("exec box sh -c 'exit 3'").ExitCode);
        lab.Start($"{Binaries.Hull} attach box");

        lab.Until("it looks on", () => hull.Ok($"{Past} -f event=attach") != "");
        Assert.Equal("create\nstart\nexec_create: sh -c exit 3\nexec_start: sh -c exit 3\nexec_die\nattach", hull.Ok($"{Past} -f container=box --format '{{{{.Action}}}}'"));
        Assert.Equal("3", hull.Ok($"{Past} -f event=exec_die --format '{{{{.Actor.Attributes.exitCode}}}}'"));
        Assert.Matches("^([0-9a-f]{64})\n\\1\n\\1$", hull.Ok($"{Past} -f event=exec_create -f event=exec_start -f event=exec_die --format '{{{{.Actor.Attributes.execID}}}}'"));
    });

    [Fact]
    public void One_that_wanted_too_much_memory_is_told_of() => InLab((_, hull) =>
    {
        hull.Try("run --name greedy --network none -m 20m --memory-swap 20m busybox sh -c 'head -c 100m /dev/zero | tail'");
        Assert.Equal("create start oom die", hull.Ok($"{Past} -f container=greedy --format '{{{{.Action}}}}'").Replace('\n', ' '));
    });

    [Fact]
    public void What_is_done_to_it_meanwhile_is_told_too() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name web --network none busybox sh -c 'trap : HUP; while :; do sleep 0.1; done'");
        hull.Ok("pause web");
        hull.Ok("unpause web");
        hull.Ok("kill -s HUP web");
        hull.Ok("update --memory 100m web");
        hull.Ok("rename web shop");
        hull.Ok("restart -t 0 shop");
        hull.Ok("rm -f shop");

        string[] expected = ["create web", "start web", "pause web", "unpause web", "kill web", "update web", "rename shop", "restart shop", "destroy shop"];
        Assert.Equal(expected, hull.Ok($"{Past} -f type=container --format '{{{{.Action}}}} {{{{.Actor.Attributes.name}}}}'").Split('\n').Intersect(expected));
        Assert.Equal("1", hull.Ok($"{Past} -f event=kill --format '{{{{.Actor.Attributes.signal}}}}' | head -1"));
        Assert.Equal("web", hull.Ok($"{Past} -f event=rename --format '{{{{.Actor.Attributes.oldName}}}}'"));
    });

    [Fact]
    public void One_that_is_started_again_is_told_of() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name again --network none --restart on-failure:1 busybox false");
        lab.Until("it has ended twice", () => hull.Ok($"{Past} -f container=again -f event=die | wc -l") == "2");
        Assert.Equal("create start die start die", hull.Ok($"{Past} -f container=again --format '{{{{.Action}}}}'").Replace('\n', ' '));
        Assert.Equal("1 on-failure 1", hull.Ok("inspect -f '{{.RestartCount}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}' again"));
    });

    [Fact]
    public void A_network_that_is_joined_and_left_tells_who() => InLab((_, hull) =>
    {
        string network = hull.Ok("network create shop"), id = hull.Ok("run -d --name web busybox sleep 1000");
        hull.Ok("network connect shop web");
        hull.Ok("network disconnect shop web");

        Assert.Equal($"create {network} <no value>\nconnect {network} {id}\ndisconnect {network} {id}", hull.Ok($"{Past} -f network=shop --format '{{{{.Action}}}} {{{{.Actor.ID}}}} {{{{.Actor.Attributes.container}}}}'"));
    });
}
