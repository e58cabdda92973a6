using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull logs</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var tail = new Option<int?>("--tail", "-n") { Description = "Only so many lines, the last ones." };
        var name = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        var logs = new Command("logs", "Prints what a container wrote, each stream to the same one of ours. Example: hull logs --tail 20 web")
        {
            tail, name,
        };
        logs.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Print(AllContainers.Get(parsed.GetRequiredValue(name)).Files.Log, parsed.GetValue(tail));
            return 0;
        });
        return logs;
    }

    static void Print(string file, int? tail)
    {
        if (!File.Exists(file))
            return;
        var lines = File.ReadLines(file);
        foreach (string line in tail is { } count ? lines.TakeLast(count) : lines)
        {
            using var entry = JsonDocument.Parse(line);
            var text = Encoding.UTF8.GetBytes(entry.RootElement.GetProperty("log").GetString()!);
            (entry.RootElement.GetProperty("stream").ValueEquals("stderr") ? Stdio.Error : Stdio.Output).Write(text);
        }
    }
}
