using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Long work says on a terminal how far it has come, and nowhere else.</summary>
public class HullProgressTests
{
    [Theory]
    [InlineData("load -i /run/busybox.tar", "Loading layer ")]
    [InlineData("import /run/root.tar new", "Loading layer ")]
    [InlineData("save -o /run/again.tar busybox", "Writing again.tar ")]
    public void A_terminal_shows_it_and_is_clean_afterwards(string command, string said) => InLab((lab, hull) =>
    {
        hull.Ok("save -o /run/busybox.tar busybox");
        hull.Ok("rmi busybox");
        hull.Ok("load -i /run/busybox.tar");
        if (command.StartsWith("load")) hull.Ok("rmi busybox");
        lab.Tool($"cp {HullTool.RootTar} /run/root.tar");

        string shown = lab.Tool($"script -qec '{Binaries.Hull} {command}' /dev/null </dev/null");

        Assert.Contains($"\r\e[K{said}", shown);
        Assert.DoesNotContain(said, shown.Split("\r\e[K")[^1]);
    });

    [Fact]
    public void Where_it_is_piped_nothing_is_said_of_it() => InLab((lab, hull) =>
    {
        Assert.Equal(new Outcome(0, "", ""), hull.Try("save -o /run/busybox.tar busybox"));
        hull.Ok("rmi busybox");
        Assert.Equal(new Outcome(0, "Loaded image: busybox:latest", ""), hull.Try("load -i /run/busybox.tar"));
    });
}
