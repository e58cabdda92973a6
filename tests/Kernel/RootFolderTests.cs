using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>A folder that is not trusted: whatever its links say, nothing is reached outside.</summary>
public class RootFolderTests : IDisposable
{
    readonly string _outside = Directory.CreateTempSubdirectory("outside-").FullName;
    readonly string _inside = Directory.CreateTempSubdirectory("inside-").FullName;

    [Fact]
    public void A_link_to_the_outside_ends_inside()
    {
        File.CreateSymbolicLink($"{_inside}/way-out", _outside);
        using var root = new RootFolder(_inside);

        Assert.Null(root.Find("way-out/x"));
        using (var file = root.MakeFile($"{_outside}/x"))
            file.Write("inside"u8);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_outside));
        Assert.Equal("inside", File.ReadAllText($"{_inside}{_outside}/x"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/../x")]
    public void Dots_do_not_lead_out(string path)
    {
        Directory.CreateDirectory($"{_inside}/a");
        using var root = new RootFolder(_inside);

        root.MakeFile(path).Dispose();

        Assert.True(File.Exists($"{_inside}/x"));
    }

    [Fact]
    public void Where_links_are_not_followed_one_on_the_way_is_refused()
    {
        Directory.CreateDirectory($"{_inside}/real");
        File.CreateSymbolicLink($"{_inside}/proc", "real");
        using var root = new RootFolder(_inside) { FollowLinks = false };

        var refusal = Assert.Throws<LinuxException>(() => root.MakeFolder("proc"));

        Assert.Equal(Errno.Loop, refusal.Errno);
        Assert.Contains($"open proc in {_inside}", refusal.Message);
    }

    [Fact]
    public void The_mode_of_a_device_is_as_given_whatever_the_umask()
    {
        using var root = new RootFolder(_inside);
        root.MakeNode("null", RootFolder.CharacterDevice | 0x1b6, 1, 3);

        Assert.Equal("character special file 1:3 666", Shell.Run($"stat -c '%F %t:%T %a' {_inside}/null").Out);
    }

    public void Dispose()
    {
        Directory.Delete(_inside, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }
}
