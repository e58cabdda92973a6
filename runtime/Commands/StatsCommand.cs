using System.CommandLine;
using System.Globalization;
using System.Text;
using Cli;
using Hull.Commands.Showing;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull stats</summary>
internal static class StatsCommand
{
    static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "Those that do not run, too." };
        var once = new Option<bool>("--no-stream") { Description = "One look, and no more." };
        var whole = new Option<bool>("--no-trunc") { Description = "Cut no id." };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.ZeroOrMore, Description = "Names or ids, or the beginnings of ids; all that run without." };
        var show = new ShowOptions();
        var stats = show.AddTo(new Verb("stats", "Shows, each second anew, what containers use.", "hull stats --no-stream web") { all, once, whole, names });
        stats.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var given = parsed.GetValue(names) ?? [];
            var named = given.Select(AllContainers.Get).ToList();
            Show(() => given.Length > 0 ? named : [.. AllContainers.List().Where(one => parsed.GetValue(all) || ContainerStatus.Of(one).HasProcesses)],
                parsed.GetValue(once), rows => show.Text(parsed, Listing(parsed.GetValue(whole) || show.IsWhole(parsed)), rows));
            return 0;
        });
        return stats;
    }

    static void Show(Func<IReadOnlyList<Container>> containers, bool once, Func<IEnumerable<(Container, string[])>, string> textOf)
    {
        using var stop = new StopSignals();
        var poll = new Poll();
        poll.ForReading(stop.Descriptor);
        bool inPlace = Stdio.OutputIsTerminal && !once;
        var before = Measure(containers());
        while (!poll.Wait(s_pace))
        {
            var listed = containers();
            var now = Measure(listed);
            string text = textOf(listed.Select(one => (one, Columns(now.GetValueOrDefault(one.Id), before.GetValueOrDefault(one.Id)))));
            // Home; each line wipes what stood there, and the last what stands below.
            Print(inPlace ? $"\e[H{text.Replace("\n", "\e[K\n")}\e[J" : text);
            if (once)
                return;
            before = now;
        }
    }

    static Dictionary<string, Usage> Measure(IEnumerable<Container> containers) =>
        containers.Select(one => (one.Id, Usage: Usage.Measure(one))).Where(one => one.Usage is not null).ToDictionary(one => one.Id, one => one.Usage!);

    static Listing<(Container Container, string[] Uses)> Listing(bool whole) => new("{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
        new("Container", "CONTAINER", row => row.Container.Name),
        new("ID", "CONTAINER ID", row => whole ? row.Container.Id : row.Container.ShortId),
        new("Name", "NAME", row => row.Container.Name),
        new("CPUPerc", "CPU %", row => row.Uses[0]),
        new("MemUsage", "MEM USAGE / LIMIT", row => row.Uses[1]),
        new("MemPerc", "MEM %", row => row.Uses[2]),
        new("NetIO", "NET I/O", row => row.Uses[3]),
        new("BlockIO", "BLOCK I/O", row => row.Uses[4]),
        new("PIDs", "PIDS", row => row.Uses[5]));

    /// <summary>From CPU % to PIDS, in docker's units; one that does not run uses nothing.</summary>
    public static string[] Columns(Usage? usage, Usage? earlier)
    {
        if (usage is null)
            return ["0.00%", "0B / 0B", "0.00%", "0B / 0B", "0B / 0B", "0"];
        var group = usage.Group;
        return
        [
            Percent(earlier is null ? 0 : usage.ProcessorsSince(earlier)),
            $"{ByteSize.Print(group.Memory)} / {ByteSize.Print(usage.MostMemory)}",
            Percent(usage.MostMemory == 0 ? 0 : (double)group.Memory / usage.MostMemory),
            $"{Amount(usage.Received)} / {Amount(usage.Sent)}",
            $"{Amount(group.BlockRead)} / {Amount(group.BlockWritten)}",
            group.Pids.ToString(CultureInfo.InvariantCulture),
        ];
    }

    static string Percent(double part) => (100 * part).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    static string Amount(ulong bytes) => DecimalSize.Print((long)bytes);

    static void Print(string text) => Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
}
