using Hull.Commands;
using Hull.Monitor;
using Xunit;

namespace Tests.Bytes;

/// <summary>A container's log as files, and the moments that logs are asked for by.</summary>
public sealed class LogTests : IDisposable
{
    static readonly DateTime s_now = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);

    readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    string Log => $"{_folder}/log";

    [Theory]
    [InlineData("2026-01-31T11:59:00Z", "2026-01-31T11:59:00.0000000Z")]
    [InlineData("2026-01-31T11:59:00.123456789Z", "2026-01-31T11:59:00.1234567Z")]
    [InlineData("2026-01-31T11:59:00.5+02:00", "2026-01-31T09:59:00.5000000Z")]
    [InlineData("1769860740", "2026-01-31T11:59:00.0000000Z")]
    [InlineData("1769860740.25", "2026-01-31T11:59:00.2500000Z")]
    [InlineData("10m", "2026-01-31T11:50:00.0000000Z")]
    [InlineData("1h1.5m0.5s", "2026-01-31T10:58:29.5000000Z")]
    [InlineData("250ms", "2026-01-31T11:59:59.7500000Z")]
    [InlineData("-10s", "2026-01-31T12:00:10.0000000Z")]
    public void A_moment_is_a_date_or_seconds_or_so_long_ago(string text, string expected) =>
        Assert.Equal(expected, LogTime.Parse("--since", text, s_now).ToString("o"));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10 minutes")]
    [InlineData("m")]
    [InlineData("1.2.3s")]
    [InlineData("2026-13-01")]
    [InlineData("999999999999999999999h")]
    public void What_is_no_moment_is_refused_or_taken_for_seconds(string text)
    {
        if (text == "10")
            Assert.Equal(DateTime.UnixEpoch.AddSeconds(10), LogTime.Parse("--since", text, s_now));
        else
            Assert.Contains("is no time", Assert.ThrowsAny<Exception>(() => LogTime.Parse("--since", text, s_now)).Message);
    }

    [Fact]
    public void A_log_that_is_turned_over_keeps_so_many_files_and_is_read_across_them()
    {
        using (var log = new LogFile(Log) { LongestFile = 1000, MostFiles = 3 })
            Write(log, Enumerable.Range(1, 100));

        Assert.Equal(["log", "log.1", "log.2"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder), file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        var lines = Read(reader => reader.Start());
        Assert.Equal(Enumerable.Range(101 - lines.Count, lines.Count).Select(line => $"{line}"), lines);
        Assert.InRange(lines.Count, 25, 45);
        for (int tail = 0; tail <= lines.Count; tail++)
            Assert.Equal(lines.TakeLast(tail), Read(reader => reader.Start(tail)));
    }

    [Fact]
    public void Who_reads_on_misses_nothing_when_the_log_is_turned_over()
    {
        using var log = new LogFile(Log) { LongestFile = 1000, MostFiles = 4 };
        using var reader = new LogReader(Log);
        reader.Start();
        var read = new List<string>();
        for (int round = 0; round < 20; round++)
        {
            Write(log, Enumerable.Range(10 * round, 10));
            read.AddRange(ReadOn(reader));
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(line => $"{line}"), read);
    }

    [Fact]
    public void With_one_file_the_old_one_makes_room()
    {
        using (var log = new LogFile(Log) { LongestFile = 1000, MostFiles = 1 })
            Write(log, Enumerable.Range(1, 100));

        Assert.Equal("100", Read(reader => reader.Start()).Last());
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Lines_that_a_loss_of_power_has_damaged_are_left_out()
    {
        using (var log = new LogFile(Log))
            Write(log, [1]);
        File.AppendAllText(Log, "\0\0\0\0\n{\"log\":\"half\n{}\n");
        using (var log = new LogFile(Log))
            Write(log, [2]);

        Assert.Equal(["1", "2"], Read(reader => reader.Start()));
    }

    static void Write(LogFile log, IEnumerable<int> lines)
    {
        var stream = log.Stream("stdout");
        foreach (int line in lines)
            stream(System.Text.Encoding.ASCII.GetBytes($"{line}\n"));
    }

    List<string> Read(Action<LogReader> start)
    {
        using var reader = new LogReader(Log);
        start(reader);
        return ReadOn(reader);
    }

    static List<string> ReadOn(LogReader reader)
    {
        var (entry, lines) = (new LogEntry(), new List<string>());
        while (reader.Next(entry))
            lines.Add(System.Text.Encoding.UTF8.GetString(entry.Text).TrimEnd('\n'));
        return lines;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
