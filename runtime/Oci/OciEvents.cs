using System.Globalization;
using System.Text.Json;
using Linux;

namespace Hull.Oci;

/// <summary>events: what a container uses, a line of JSON each time, as runc writes it; and each time that it had no memory left.</summary>
internal static class OciEvents
{
    static readonly TimeSpan s_usual = TimeSpan.FromSeconds(5);

    public static int Run(string root, OciArguments args)
    {
        var container = OciContainer.Get(root, OciCommandLine.Id(args));
        var pace = args.Value("interval") is { } text ? Pace(text) : s_usual;
        using var process = container.Process;
        if (process is null || !Tell(container))
            throw new HullException($"container {container.Id} is not running", exitCode: 1);
        ulong kills = container.Cgroup.OomKills();
        while (!args.Has("stats") && !process.WaitForEnd(pace) && Tell(container))
            for (ulong now = container.Cgroup.OomKills(); kills < now; kills++)
                OciCommandLine.Say($"{{\"type\":\"oom\",\"id\":\"{container.Id}\"}}\n");
        return 0;
    }

    // As Go writes durations, in the units that make sense here.
    static TimeSpan Pace(string text)
    {
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : text.EndsWith('s') ? (text[..^1], 1) : text.EndsWith('m') ? (text[..^1], 60) : ("", 0);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number * unit is >= 0.001 and <= 86400
            ? TimeSpan.FromSeconds(number * unit)
            : throw new HullException($"--interval is \"{text}\": it reads 500ms, 5s or 1m", exitCode: 1);
    }

    static bool Tell(OciContainer container)
    {
        if (container.Cgroup.Statistics() is not { } used)
            return false;
        OciCommandLine.Say(OciListing.Line(json => Write(json, container.Id, used)));
        return true;
    }

    static void Write(Utf8JsonWriter json, string id, CgroupStatistics used)
    {
        json.WriteStartObject();
        json.WriteString("type", "stats");
        json.WriteString("id", id);
        json.WriteStartObject("data");
        json.WriteStartObject("cpu");
        json.WriteStartObject("usage");
        json.WriteNumber("total", used.CpuTime.Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteEndObject();
        json.WriteStartObject("throttling");
        json.WriteNumber("periods", used.Periods);
        json.WriteNumber("throttledPeriods", used.ThrottledPeriods);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("memory");
        json.WriteStartObject("usage");
        json.WriteNumber("usage", used.Memory);
        json.WriteNumber("limit", used.MemoryLimit ?? ulong.MaxValue);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("pids");
        json.WriteNumber("current", used.Pids);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
