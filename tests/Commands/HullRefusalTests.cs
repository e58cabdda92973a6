using Xunit;

namespace Tests.Commands;

/// <summary>What hull cannot do: one clear sentence, docker's exit code, and nothing left behind.</summary>
public class HullRefusalTests
{
    [Theory]
    [InlineData("run missing true", "there is no image missing:latest")]
    [InlineData("run Bad true", "invalid image name \"Bad\"")]
    [InlineData("run busybox", "run needs a command")]
    [InlineData("run", "run needs an image: hull run IMAGE")]
    [InlineData("run --name web busybox true", "the container name \"web\" is already in use")]
    [InlineData("run --name a/b busybox true", "invalid container name \"a/b\"")]
    [InlineData("run -p x:80 busybox true", "invalid -p x:80: the host's port is \"x\"")]
    [InlineData("run --expose 80:80 busybox true", "invalid --expose 80:80")]
    [InlineData("run -P --network none busybox true", "-p needs a network")]
    [InlineData("run --rm -p 1314:80 busybox true", "port 1314/tcp is in use by container web")]
    [InlineData("run --rm -p 127.0.0.1:1314:80 busybox true", "port 1314/tcp is in use by container web")]
    [InlineData("run --rm -p 10.9.9.9:80:80 busybox true", "10.9.9.9, which is no address of this machine")]
    [InlineData("run -p 80:80 --network none busybox true", "-p needs a network")]
    [InlineData("run -p 80:80 -p 127.0.0.1:80:81 busybox true", "ask for the same port")]
    [InlineData("run --network blue busybox true", "there is no network blue")]
    [InlineData("run --rm --network ns:blue busybox true", "there is no network namespace blue")]
    [InlineData("run --rootfs /nonexistent true", "there is no folder /nonexistent")]
    [InlineData("run --bogus busybox true", "run has no option --bogus")]
    [InlineData("run --cap-add ALMIGHTY busybox true", "there is no capability ALMIGHTY")]
    [InlineData("run -w etc busybox true", "the folder to start in, etc, is not absolute")]
    [InlineData("nonsense", "\"nonsense\" is nothing that hull knows")]
    public void A_wrong_command_is_refused_with_125(string arguments, string sentence) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        hull.Ok("run -d --name web -p 1314:80 busybox httpd -f -h /www");
        string before = hull.Traces();

        var refusal = hull.Try(arguments);

        Assert.Equal(125, refusal.ExitCode);
        Assert.StartsWith("hull: ", refusal.Err);
        Assert.Contains(sentence, refusal.Err);
        Assert.DoesNotContain('\n', refusal.Err);
        Assert.Equal(before, hull.Traces());
    });

    [Theory]
    [InlineData("stop missing", "No such container: missing")]
    [InlineData("rm missing", "No such container: missing")]
    [InlineData("logs missing", "No such container: missing")]
    [InlineData("exec missing true", "No such container: missing")]
    [InlineData("rm web", "cannot remove container web: it is running")]
    [InlineData("import /nonexistent x", "there is no file /nonexistent")]
    [InlineData("image import /etc/passwd x", "/etc/passwd is no tar")]
    [InlineData("image import /etc/passwd Bad", "invalid image name \"Bad\"")]
    [InlineData("import -c NONSENSE /etc/passwd", "--change NONSENSE: it has no value")]
    [InlineData("load -i /nonexistent", "there is no file /nonexistent")]
    [InlineData("tag missing other", "there is no image missing:latest")]
    [InlineData("tag busybox Bad", "invalid image name \"Bad\"")]
    [InlineData("save missing", "there is no image missing:latest")]
    [InlineData("history missing", "there is no image missing:latest")]
    [InlineData("image inspect missing", "there is no image missing:latest")]
    [InlineData("commit missing x", "No such container: missing")]
    [InlineData("rmi missing", "there is no image missing:latest")]
    [InlineData("image rm busybox", "cannot remove image busybox:latest: container web is made of it")]
    public void What_is_not_there_or_in_use_is_refused_with_1(string arguments, string sentence) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        hull.Ok("run -d --name web --network none busybox sleep 1000");

        var refusal = hull.Try(arguments);

        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
    });

    [Fact]
    public void Without_root_it_says_so() => Lab.Run(lab =>
    {
        lab.Tool($"cp {Binaries.Hull} /run/hull-copy && chmod 755 /run/hull-copy");

        var refusal = lab.Try("setpriv --reuid 65534 --regid 65534 --clear-groups /run/hull-copy ps");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains("run it as root", refusal.Err);
    });
}
