using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>Mounts, by what findmnt says of them.</summary>
public class MountTests
{
    [Fact]
    public void A_mount_has_the_flags_and_options_it_is_made_with() => Lab.Run(lab =>
    {
        Directory.CreateDirectory("/run/here");

        Mounts.Mount("tmpfs", "mine", "/run/here", MountFlags.NoSuid | MountFlags.NoExec, "size=64k,mode=700");

        Assert.Equal("mine tmpfs rw,nosuid,noexec,relatime,size=64k,mode=700", lab.Tool("findmnt -rno SOURCE,FSTYPE,OPTIONS /run/here"));
        Mounts.Detach("/run/here");
        Assert.NotEqual(0, lab.Try("findmnt /run/here").ExitCode);
    });

    [Fact]
    public void A_read_only_bind_is_read_only_although_the_kernel_wants_two_steps_for_it() => Lab.Run(lab =>
    {
        File.WriteAllText("/run/file", "as it was");
        File.WriteAllText("/run/copy", "");

        Mounts.Bind("/run/file", "/run/copy", MountFlags.ReadOnly | MountFlags.NoSuid);

        Assert.Contains("ro,nosuid", lab.Tool("findmnt -rno OPTIONS /run/copy"));
        Assert.NotEqual(0, lab.Try("echo changed >/run/copy").ExitCode);
        Assert.Equal("as it was", File.ReadAllText("/run/copy"));
    });

    [Fact]
    public void A_refusal_names_what_was_to_be_mounted_where() => Lab.Run(_ =>
    {
        var refusal = Assert.Throws<LinuxException>(() => Mounts.Mount("tmpfs", "mine", "/run/nowhere"));

        Assert.Equal("mount tmpfs on /run/nowhere: No such file or directory", refusal.Message);
    });

    [Fact]
    public void An_executable_cannot_be_written_to_through_its_read_only_mount() => Lab.Run(lab =>
    {
        lab.Tool("cp /bin/true /run/program");   // not our own: one that runs is busy for every writer
        using var executable = OwnExecutable.OpenReadOnly("/run/program");

        var refusal = Assert.Throws<LinuxException>(() => SmallFile.Write(RootFolder.PathOf(executable), "x"));

        Assert.Equal(Errno.ReadOnlyFileSystem, refusal.Errno);
    });
}
