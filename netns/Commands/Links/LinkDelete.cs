using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl link delete.</summary>
internal static class LinkDelete
{
    public static int Run(ParseResult parsed, Words words)
    {
        string? name = null;
        while (words.Any)
            if (words.Take("type")) words.Value();   // ip takes it, and the kernel does not look
            else name = words.Device(name);
        using var socket = parsed.OpenSocket();
        socket.Links.Delete(socket.LinkNamed(name ?? throw Words.Wrong("which link to delete is missing: [dev] NAME")));
        return ExitCode.Ok;
    }
}
