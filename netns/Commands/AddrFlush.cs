using System.CommandLine;
using Linux;
using Netctl.Listings;
using Netlink;

namespace Netctl.Commands;

/// <summary>netctl addr flush: deletes what addr show would show.</summary>
internal static class AddrFlush
{
    public static int Run(ParseResult parsed, Words words)
    {
        if (!words.Any) throw new CommandFailure(ExitCode.Own, "Flush requires arguments.");
        using var socket = parsed.OpenSocket();
        var filter = AddressFilter.Read(words, parsed.Family(), socket);
        var all = new LinkListing(socket, filter.Links.Query).Asked(filter.Device);
        var links = all.Where(filter.Links.Lets).ToDictionary(link => link.Index, link => link.Name);
        return Flush.Rounds(parsed, "addresses", filter.OnlyPrimary ? 1 : Flush.MostRounds, () =>
        {
            var asked = socket.Addresses.List(family: filter.Family).FindAll(address =>
                links.TryGetValue(address.LinkIndex, out string? name) && filter.Means(address, name));
            using var batch = socket.Batch();
            asked.ForEach(batch.Delete);
            batch.Commit(ignore: Errno.AddressNotAvailable);   // with the first of a network, the kernel deletes the others
            return asked.Count;
        });
    }
}
