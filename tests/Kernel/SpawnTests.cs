using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>Programs started by posix_spawn, judged by what they find in /proc/self.</summary>
public class SpawnTests
{
    [Fact]
    public void A_child_has_the_files_and_variables_it_is_given_and_no_others()
    {
        using var leak = FileDescriptor.Open("/etc/passwd");
        var (status, output) = Run(["A=1"], "env; ls /proc/self/fd");

        Assert.Equal(0, status);
        Assert.Equal(["A=1", "0", "1", "2", "3"], Lines(output).Where(line => !line.StartsWith("PWD=", StringComparison.Ordinal) && line[1..] != "="));   // 3 is ls's own
    }

    [Fact]
    public void Files_whose_numbers_cross_do_not_overwrite_each_other()
    {
        using Pipe first = new(), second = new();
        using var nothing = FileDescriptor.Open("/dev/null");
        // Two files, each wanted under a number that may be the other's here.
        using var child = new Spawn("/bin/sh", "sh", "-c", "echo one >&3; echo two >&4")
            .With(0, nothing).With(1, nothing).With(2, nothing).With(3, second.Writer).With(4, first.Writer).Start();
        Assert.Equal(0, child.Wait());
        first.Writer.Dispose();
        second.Writer.Dispose();

        Assert.Equal("two\n", ReadAll(first.Reader));
        Assert.Equal("one\n", ReadAll(second.Reader));
    }

    [Fact]
    public void Signals_that_dotnet_ignores_are_not_ignored_in_the_child()
    {
        var (_, output) = Run([], "grep SigIgn /proc/self/status");

        long ignored = Convert.ToInt64(output.Split('\t')[1].Trim(), 16);
        Assert.Equal(0, ignored & 1L << (int)Signal.Pipe - 1);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -15 $$", 143)]
    public void The_end_of_a_child_is_told_as_shells_tell_it(string script, int status) => Assert.Equal(status, Run([], script).Status);

    [Fact]
    public void A_program_that_is_not_there_is_a_failure_at_once()
    {
        var failure = Assert.Throws<LinuxException>(() => new Spawn("/nonexistent", "x").Start());

        Assert.Equal(Errno.NoEntry, failure.Errno);
    }

    [Fact]
    public void A_process_is_known_by_when_it_started_not_by_its_number_alone()
    {
        using var nothing = FileDescriptor.Open("/dev/null");
        using var child = new Spawn("/bin/sleep", "sleep", "100").With(0, nothing).Start();
        ulong start = ProcessHandle.StartTime(child.Pid) ?? 0;

        Assert.Null(ProcessHandle.Find(child.Pid, start + 1));
        using var same = ProcessHandle.Find(child.Pid, start)!;
        Assert.False(same.WaitForEnd(TimeSpan.Zero));
        Assert.True(same.Send(Signal.Kill));
        Assert.True(same.WaitForEnd(TimeSpan.FromSeconds(10)));
        Assert.Null(ProcessHandle.StartTime(child.Pid));   // a zombie no longer runs
        Assert.Equal(137, child.Wait());
        Assert.False(same.Send(Signal.Kill));
    }

    static (int Status, string Output) Run(string[] environment, string script)
    {
        using var output = new Pipe();
        using var nothing = FileDescriptor.Open("/dev/null");
        using var child = new Spawn("/bin/sh", "sh", "-c", script) { Environment = environment }
            .With(0, nothing).With(1, output.Writer).With(2, nothing).Start();
        output.Writer.Dispose();
        string text = ReadAll(output.Reader);
        return (child.Wait(), text);
    }

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static string ReadAll(FileDescriptor from)
    {
        var content = new byte[65536];
        int length = 0;
        while (from.Read(content.AsSpan(length)) is var size and > 0)
            length += size;
        return System.Text.Encoding.UTF8.GetString(content, 0, length);
    }
}
