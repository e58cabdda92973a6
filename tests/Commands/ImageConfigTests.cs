using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>How an image says that its containers are to run, and what can be said instead.</summary>
public class ImageConfigTests
{
    [Theory]
    [InlineData("-c 'CMD [\"echo\", \"from\", \"cmd\"]'", "image", "from cmd")]
    [InlineData("-c 'CMD echo $HOME'", "image", "/root")]
    [InlineData("-c 'CMD [\"echo\", \"from\", \"cmd\"]'", "image echo given", "given")]
    [InlineData("-c 'ENTRYPOINT [\"echo\", \"entry\"]' -c 'CMD [\"cmd\"]'", "image", "entry cmd")]
    [InlineData("-c 'ENTRYPOINT [\"echo\", \"entry\"]' -c 'CMD [\"cmd\"]'", "image given -d", "entry given -d")]
    [InlineData("-c 'ENTRYPOINT [\"echo\", \"entry\"]' -c 'CMD [\"cmd\"]'", "--entrypoint hostname --hostname box image", "box")]
    [InlineData("-c 'ENTRYPOINT [\"echo\", \"entry\"]'", "--entrypoint '' image echo plain", "plain")]
    [InlineData("-c 'ENV A=one' -c 'ENV PATH=/bin'", "-e A=two image sh -c 'echo $A $PATH'", "two /bin")]
    [InlineData("-c 'WORKDIR /www'", "image cat index.html", "hello")]
    [InlineData("-c 'WORKDIR /www'", "-w /etc image pwd", "/etc")]
    [InlineData("-c 'USER www'", "image sh -c 'id -u; id -g; id -G; echo $HOME'", "33\n44\n44 55\n/www")]
    [InlineData("-c 'USER 33'", "image sh -c 'id -u; id -G'", "33\n44 55")]
    [InlineData("-c 'USER www:mail'", "image sh -c 'id -u; id -G'", "33\n55")]
    [InlineData("-c 'USER 1234:5678'", "image sh -c 'id -u; id -g; echo $HOME'", "1234\n5678\n/")]
    [InlineData("-c 'USER www'", "-u 0 image sh -c 'id -u; echo $HOME'", "0\n/root")]
    public void A_container_runs_as_its_image_says_unless_it_is_told_otherwise(string changes, string run, string expected) => InLab((_, hull) =>
    {
        hull.Ok($"import {changes} {Root()} image");

        Assert.Equal(expected, hull.Ok($"run --rm --network none {run}"));
    });

    [Theory]
    [InlineData("-u nobody-here image true", 125, "unable to find user nobody-here")]
    [InlineData("-u www:nobody-here image true", 125, "unable to find group nobody-here")]
    [InlineData("image", 125, "image image names none")]
    public void Who_or_what_is_missing_is_said(string run, int exitCode, string sentence) => InLab((_, hull) =>
    {
        hull.Ok($"import {Root()} image");

        var refusal = hull.Try($"run --rm --network none {run}");

        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
    });

    [Fact]
    public void Ports_that_are_only_exposed_are_listed_and_the_image_says_how_to_stop_it() => InLab((lab, hull) =>   // S70
    {
        hull.Ok($"import -c 'EXPOSE 5000 6000/udp' -c 'STOPSIGNAL SIGUSR1' -c 'LABEL note=\"a b\"' -c 'VOLUME /data' {Root()} image");
        hull.Ok("run -d --name web --network none image sh -c 'trap \"exit 9\" USR1; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs web") == "ready");

        Assert.Matches("Up .*   5000/tcp, 6000/udp   web$", hull.Ok("ps").Split('\n')[1]);
        hull.Ok("stop web");
        Assert.Contains("Exited (9)", hull.Ok("ps -a"));
        string inspected = hull.Ok("image inspect image").Replace(" ", "").Replace("\n", "");
        Assert.Contains("\"ExposedPorts\":{\"5000/tcp\":{},\"6000/udp\":{}}", inspected);
        Assert.Contains("\"Volumes\":{\"/data\":{}}", inspected);
        Assert.Contains("\"Labels\":{\"note\":\"ab\"}", inspected);
        Assert.Contains("\"StopSignal\":\"SIGUSR1\"", inspected);
    });

    // The image of the other tests, with users of its own.
    static string Root()
    {
        Shell.Run($"""
            mkdir -p /run/users/etc && cp {HullTool.RootTar} /run/users.tar && cd /run/users && printf 'root:x:0:0::/root:/bin/sh\nwww:x:33:44::/www:/bin/sh\n' >etc/passwd &&
            printf 'root:x:0:\nwww:x:44:\nmail:x:55:other,www\n' >etc/group && tar --delete -f /run/users.tar ./etc/passwd && tar -rf /run/users.tar ./etc/passwd ./etc/group
            """);
        return "/run/users.tar";
    }
}
