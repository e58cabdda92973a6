using System.CommandLine;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl bridge vlan add and delete.</summary>
internal static class BridgeVlanChange
{
    public static int Add(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        socket.Add(Read(words, socket));
        return ExitCode.Ok;
    }

    public static int Delete(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        socket.Delete(Read(words, socket));
        return ExitCode.Ok;
    }

    static PortVlans Read(Words words, RouteSocket socket)
    {
        string? name = null, vid = null;
        bool pvid = false, untagged = false, self = false, master = false;
        while (words.Any)
            if (words.Take("dev")) name = words.Value();
            else if (words.Take("vid")) vid = words.Value();
            else if (words.Take("pvid")) pvid = true;
            else if (words.Take("untagged")) untagged = true;
            else if (words.Take("self")) self = true;
            else if (words.Take("master")) master = true;
            else throw words.NotUnderstood();
        if (name is null || vid is null) throw Words.Wrong("a link and a VLAN must be given: dev NAME vid N");
        var (first, last) = Range(vid);
        if (pvid && first != last) throw Words.Wrong("only one VLAN can be that of untagged frames (pvid), not a range");
        var vlans = new List<PortVlan>();
        for (ushort id = first; id <= last; id++) vlans.Add(new(id, untagged, pvid));
        return new(socket.LinkNamed(name), vlans) { Self = self, Master = master };
    }

    static (ushort First, ushort Last) Range(string vid)
    {
        string[] ends = vid.Split('-');
        return Words.TryNumber(ends[0], out ushort first) && Words.TryNumber(ends[^1], out ushort last) && ends.Length <= 2 && first <= last && last < 4096
            ? (first, last)
            : throw Words.Wrong($"\"vid\" takes a number from 0 to 4095 or a range of them such as 5-9, and \"{vid}\" is none");
    }
}
