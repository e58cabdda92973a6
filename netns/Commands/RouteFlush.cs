using System.CommandLine;
using Linux;

namespace Netctl.Commands;

/// <summary>netctl route flush: deletes what route show would show.</summary>
internal static class RouteFlush
{
    public static int Run(ParseResult parsed, Words words)
    {
        if (!words.Any) throw new CommandFailure(ExitCode.Own, "\"netctl route flush\" requires arguments.");
        using var socket = parsed.OpenSocket();
        var filter = RouteFilter.Read(words, parsed.Family(), socket);
        return Flush.Rounds(parsed, "entries", Flush.MostRounds, () =>
        {
            var asked = socket.Routes.List(filter.Family, filter.Table).FindAll(filter.Means);
            using var batch = socket.Batch();
            asked.ForEach(batch.Delete);
            batch.Commit(ignore: Errno.NoProcess);   // gone with another one
            return asked.Count;
        });
    }
}
