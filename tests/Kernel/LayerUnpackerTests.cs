using System.Formats.Tar;
using Hull.Archives;
using Hull.Layers;
using Linux;
using Xunit;
using TarEntry = System.Formats.Tar.TarEntry;

namespace Tests.Kernel;

/// <summary>Layers' archives, made by tar and unpacked by us as tar does; and written by us, and unpacked by tar.</summary>
public class LayerUnpackerTests : IDisposable
{
    readonly string _work = Directory.CreateTempSubdirectory("layer-").FullName;

    public LayerUnpackerTests() => Succeed($"""
        set -e; cd {_work}; mkdir -p from/bin from/dev from/closed from/deep to twin; umask 022
        echo x >from/bin/tool; chown 5:6 from/bin/tool; chmod 4755 from/bin/tool; ln from/bin/tool from/bin/same; ln -s tool from/bin/link; ln -s /etc/passwd from/absolute
        mknod from/dev/null c 1 3; chmod 666 from/dev/null; mknod from/dev/disk b 259 70000; mkfifo -m 640 from/pipe; chown 70000:3000000 from/pipe
        echo y >from/closed/file; chmod 500 from/closed; chmod 1777 from/deep; echo ü >'from/deep/ü ö'
        touch -d '1999-12-31 23:59:59.123456789' from/bin/tool; touch -h -d '2001-01-01 00:00:00' from/bin/link; touch -d '2002-02-02 02:02:02' from/deep from
        n=$(printf '%0200d' 7); mkdir from/deep/$n; echo z >from/deep/$n/$n; ln -s ../$n/$n/$n from/deep/$n/l
        """);

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax")]
    [InlineData("--format=pax --xattrs --xattrs-include='*'")]
    [InlineData("--format=pax -z")]
    public void What_tar_packs_is_unpacked_as_tar_unpacks_it(string options)
    {
        // A number in bytes, as capabilities are: cap_net_raw, for one.
        Succeed($"cd {_work}/from && python3 -c 'import os; os.setxattr(\"bin/tool\", \"user.note\", bytes([0, 255, 128])); "
            + "os.setxattr(\"closed/file\", \"security.capability\", bytes([1, 0, 0, 2, 0, 32] + 14 * [0]))'");
        Succeed($"cd {_work} && tar {options} -C from -cf layer.tar . && tar {options.Replace("--format=gnu", "").Replace("--format=pax", "")} -p --numeric-owner -C twin -xf layer.tar");

        Unpack();

        Assert.Equal(Tree.Describe($"{_work}/twin"), Tree.Describe($"{_work}/to"));
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax --sparse-version=0.0")]
    [InlineData("--format=pax --sparse-version=0.1")]
    [InlineData("--format=pax --sparse-version=1.0")]
    public void A_file_with_holes_is_whole_again_and_has_them_still(string options)
    {
        Succeed($"""
            set -e; cd {_work}; rm -r from; mkdir from; truncate -s 50M from/disk
            for i in 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29; do echo part $i | dd of=from/disk bs=1M seek=$i conv=notrunc status=none; done; truncate -s 64M from/empty
            tar --sparse {options} -C from -cf layer.tar . && tar -C twin -xf layer.tar
            """);

        var frame = Unpack();

        Assert.Equal(Tree.Describe($"{_work}/twin"), Tree.Describe($"{_work}/to"));
        Assert.True(long.Parse(Succeed($"du -ks {_work}/to | cut -f1")) < 4096);
        Assert.Equal(File.ReadAllBytes($"{_work}/layer.tar"), Rewritten(frame));
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=ustar --exclude=./deep --exclude=./pipe")]
    [InlineData("--format=pax --xattrs --blocking-factor=1")]
    public void The_tar_can_be_written_again_byte_by_byte(string options)
    {
        Succeed($"cd {_work} && tar {options} -C from -cf layer.tar .");

        Assert.Equal(File.ReadAllBytes($"{_work}/layer.tar"), Rewritten(Unpack()));
    }

    [Fact]
    public void What_we_write_of_a_folder_is_unpacked_by_tar_as_it_was()
    {
        Succeed($"cd {_work}/from && python3 -c 'import os; os.setxattr(\"bin/tool\", \"user.note\", bytes([0, 255, 10])); os.setxattr(\"deep\", \"user.b\", b\"v\")'");
        using (var tar = File.Create($"{_work}/changes.tar"))
            ChangesWriter.Write($"{_work}/from", tar.Write);

        Succeed($"tar --xattrs --xattrs-include='*' -p --numeric-owner -C {_work}/twin -xf {_work}/changes.tar");

        // The folder itself is no entry: whose it is, is the layer's below.
        Assert.Equal(Tree.Describe($"{_work}/from").Where(line => !line.StartsWith(". ", StringComparison.Ordinal)),
            Tree.Describe($"{_work}/twin").Where(line => !line.StartsWith(". ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whiteouts_and_opaque_folders_become_overlayfss_own_and_archives_again()
    {
        Write(new PaxTarEntry(TarEntryType.RegularFile, "etc/.wh.passwd"), new PaxTarEntry(TarEntryType.Directory, "var"),
            new PaxTarEntry(TarEntryType.RegularFile, "var/.wh..wh..opq"), new PaxTarEntry(TarEntryType.RegularFile, "var/kept") { DataStream = new MemoryStream([1]) },
            new PaxTarEntry(TarEntryType.RegularFile, ".wh..wh.plnk"), new PaxTarEntry(TarEntryType.RegularFile, ".wh.opt"), new PaxTarEntry(TarEntryType.Directory, "opt"));

        Unpack();
        using (var tar = File.Create($"{_work}/changes.tar"))
            ChangesWriter.Write($"{_work}/to", tar.Write);

        var described = Tree.Describe($"{_work}/to");
        Assert.Contains(described, line => line.StartsWith("./etc/passwd c", StringComparison.Ordinal) && line.EndsWith(" 0 0", StringComparison.Ordinal));
        Assert.Contains(described, line => line.StartsWith("./var d", StringComparison.Ordinal) && line.EndsWith("trusted.overlay.opaque=79", StringComparison.Ordinal));
        Assert.Contains(described, line => line.StartsWith("./opt d", StringComparison.Ordinal) && line.EndsWith("trusted.overlay.opaque=79", StringComparison.Ordinal));
        Assert.DoesNotContain(described, line => line.Contains("plnk"));
        Assert.Equal("etc/ etc/.wh.passwd opt/ opt/.wh..wh..opq var/ var/.wh..wh..opq var/kept", Succeed($"tar -tf {_work}/changes.tar").Replace('\n', ' '));
    }

    [Fact]
    public void Nothing_in_an_archive_is_followed_out_of_the_folder()
    {
        string outside = Directory.CreateDirectory($"{_work}/outside").FullName;
        Write(new PaxTarEntry(TarEntryType.SymbolicLink, "etc") { LinkName = outside },
            new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd") { DataStream = new MemoryStream("evil"u8.ToArray()) });

        var refusal = Assert.Throws<ArchiveException>(() => Unpack());

        Assert.Equal("etc/passwd lies behind a symbolic link", refusal.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public void A_folder_whose_names_are_no_text_and_whose_depth_is_beyond_any_path_is_removed()
    {
        Succeed($"""
            cd {_work}/to && python3 -c '
            import os
            os.mkdir(b"bad\xff"); open(b"bad\xff/\xfe\x80", "w").close(); os.symlink("/etc", "link"); os.mkdir(".removed-0"); open(".removed-0/x", "w").close()
            for i in range(3000):
                os.mkdir("d" * 100); os.chdir("d" * 100)
            open("end", "w").close()'
            """);

        FolderTree.Delete($"{_work}/to");

        Assert.False(Path.Exists($"{_work}/to"));
        Assert.True(File.Exists("/etc/passwd"));
    }

    void Write(params TarEntry[] entries)
    {
        using var file = File.Create($"{_work}/layer.tar");
        using var tar = new System.Formats.Tar.TarWriter(file);
        foreach (var entry in entries)
            tar.WriteEntry(entry);
    }

    // As a layer of the store is unpacked; the path of its frame.
    string Unpack()
    {
        using var file = FileDescriptor.Open($"{_work}/layer.tar");
        var content = new FileSlice(file, 0, file.FileLength()!.Value);
        bool isPlain = !Compression.IsGzip(content);
        using var tar = new HashedStream(Compression.Open(content, content));
        using (var frame = new FrameWriter($"{_work}/frame.gz"))
        using (var unpacker = new LayerUnpacker(tar, $"{_work}/to", frame))
        {
            unpacker.Run();
            var rest = new byte[4096];
            while (tar.Read(rest) is var size and > 0)
                frame.Frame(rest.AsSpan(0, size));
        }
        if (isPlain)
            Assert.Equal($"sha256:{Succeed($"sha256sum {_work}/layer.tar").Split(' ')[0]}", tar.Finish());
        return $"{_work}/frame.gz";
    }

    byte[] Rewritten(string frame)
    {
        using var tar = new MemoryStream();
        FrameReader.Write(frame, $"{_work}/to", tar.Write);
        return tar.ToArray();
    }

    static string Succeed(string script)
    {
        var outcome = Shell.Run(script);
        return outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException($"{script}: {outcome}");
    }

    public void Dispose() => FolderTree.Delete(_work);
}
