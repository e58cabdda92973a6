using System.CommandLine;
using Linux;

namespace Netctl.Commands;

/// <summary>netctl neigh flush.</summary>
internal static class NeighFlush
{
    public static int Run(ParseResult parsed, Words words)
    {
        if (!words.Any) throw new CommandFailure(ExitCode.Own, "Flush requires arguments.");
        using var socket = parsed.OpenSocket();
        var filter = NeighbourFilter.Read(words, parsed.Family(), socket, otherwise: NeighbourFilter.Flushed);
        return Flush.Rounds(parsed, "entries", 1, () =>
        {
            var asked = filter.List(socket);
            using var batch = socket.Batch();
            asked.ForEach(batch.Delete);
            batch.Commit(ignore: Errno.NoEntry);
            return asked.Count;
        });
    }
}
