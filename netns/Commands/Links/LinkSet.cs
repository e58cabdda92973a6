using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl link set: changes a link in one message.</summary>
internal static class LinkSet
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        using var told = new LinkWords(socket, words);
        told.Read();
        var link = socket.LinkNamed(told.Device ?? throw Words.Wrong("which link to change is missing: [dev] NAME"));
        socket.Links.Change(told.Change.Of(link) with { NewName = told.NewName });
        return ExitCode.Ok;
    }
}
