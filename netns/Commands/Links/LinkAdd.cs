using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl link add: makes a link in one message, its peer in another namespace included.</summary>
internal static class LinkAdd
{
    public static int Run(ParseResult parsed, Words words) => Make(parsed, words, (links, change) => links.Add(change));

    public static int Replace(ParseResult parsed, Words words) => Make(parsed, words, (links, change) => links.Replace(change));

    static int Make(ParseResult parsed, Words words, Action<Links, LinkChange> make)
    {
        using var socket = parsed.OpenSocket();
        using var told = new LinkWords(socket, words);
        told.Read();
        if (told.Change.Kind is null) throw Words.Wrong("what kind of link it is to be is missing: type KIND");
        make(socket.Links, told.Change.Of(told.NewName ?? told.Device ?? ""));
        return ExitCode.Ok;
    }
}
