using System.Formats.Tar;
using Hull.Images;
using Xunit;

namespace Tests.Kernel;

/// <summary>Archives of root file systems, made by tar and unpacked by us; and archives that mean harm.</summary>
public class RootTarTests : IDisposable
{
    readonly string _work = Directory.CreateTempSubdirectory("tar-").FullName;

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax")]
    [InlineData("--format=ustar -z")]
    public void What_tar_packs_is_unpacked_with_links_modes_owners_and_devices(string options)
    {
        Shell.Run($"""
            cd {_work} && mkdir -p from/bin from/dev from/closed && echo x >from/bin/tool && chmod 4755 from/bin/tool && chown 5:6 from/bin/tool &&
            ln from/bin/tool from/bin/same && ln -s tool from/bin/link && ln -s /etc/passwd from/absolute && mknod from/dev/null c 1 3 && mkfifo from/pipe &&
            echo y >from/closed/file && chmod 500 from/closed && tar {options} -C from -cf image.tar .
            """);
        Directory.CreateDirectory($"{_work}/to");

        using (var tar = RootTar.Open($"{_work}/image.tar"))
            RootTar.Extract(tar, $"{_work}/to");

        const string listing = "find . -printf '%P %y %m %U:%G %n %l\\n' | sort; stat -c '%t:%T' dev/null; cat bin/same closed/file";
        Assert.Equal(Shell.Run($"cd {_work}/from && {listing}").Out, Shell.Run($"cd {_work}/to && {listing}").Out);
    }

    [Fact]
    public void A_file_below_a_link_to_the_outside_lands_inside()
    {
        string outside = Directory.CreateDirectory($"{_work}/outside").FullName;
        Write(new PaxTarEntry(TarEntryType.Directory, outside[1..]),
            new PaxTarEntry(TarEntryType.SymbolicLink, "etc") { LinkName = outside },
            new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd") { DataStream = new MemoryStream("evil"u8.ToArray()) });

        Extract();

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal("evil", File.ReadAllText($"{_work}/to{outside}/passwd"));
    }

    [Fact]
    public void A_file_below_a_link_to_nowhere_is_refused()
    {
        Write(new PaxTarEntry(TarEntryType.SymbolicLink, "etc") { LinkName = _work },
            new PaxTarEntry(TarEntryType.RegularFile, "etc/evil"));

        Assert.Throws<Linux.LinuxException>(Extract);
        Assert.False(File.Exists($"{_work}/evil"));
    }

    [Fact]
    public void A_hard_link_to_the_outside_is_refused()
    {
        Write(new PaxTarEntry(TarEntryType.HardLink, "shadow") { LinkName = "../../../../etc/shadow" });

        Assert.Throws<Hull.HullException>(Extract);
        Assert.Empty(Directory.EnumerateFileSystemEntries($"{_work}/to"));
    }

    [Fact]
    public void A_later_entry_takes_the_place_of_an_earlier_link_and_does_not_follow_it()
    {
        File.WriteAllText($"{_work}/victim", "safe");
        Write(new PaxTarEntry(TarEntryType.SymbolicLink, "file") { LinkName = $"{_work}/victim" },
            new PaxTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream("new"u8.ToArray()) });

        Extract();

        Assert.Equal("safe", File.ReadAllText($"{_work}/victim"));
        Assert.Equal("new", File.ReadAllText($"{_work}/to/file"));
        Assert.Null(new FileInfo($"{_work}/to/file").LinkTarget);
    }

    void Write(params TarEntry[] entries)
    {
        using var file = File.Create($"{_work}/image.tar");
        using var tar = new TarWriter(file);
        foreach (var entry in entries)
            tar.WriteEntry(entry);
    }

    void Extract()
    {
        Directory.CreateDirectory($"{_work}/to");
        using var tar = RootTar.Open($"{_work}/image.tar");
        RootTar.Extract(tar, $"{_work}/to");
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);
}
