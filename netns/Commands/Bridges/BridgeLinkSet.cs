using System.CommandLine;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>netctl bridge link set: changes a port of a bridge.</summary>
internal static class BridgeLinkSet
{
    public static int Run(ParseResult parsed, Words words)
    {
        var values = new List<OptionValue>();
        string? name = null;
        bool self = false, master = false;
        while (words.Any)
            if (words.Take("self")) self = true;
            else if (words.Take("master")) master = true;
            else if (words.Take("dev")) name = words.Value();
            else values.Add(KindWords.One(BridgePortOptions.All, words));
        using var socket = parsed.OpenSocket();
        var port = socket.LinkNamed(name ?? throw Words.Wrong("which port to change is missing: dev NAME"));
        socket.Add(new PortChange(port, values, self, master));
        return ExitCode.Ok;
    }
}
