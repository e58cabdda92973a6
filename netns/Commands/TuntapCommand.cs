using System.CommandLine;
using Linux;
using Netctl.Listings;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>netctl tuntap: links whose other end is a file that a program opens, as ip tuntap has them.</summary>
internal static class TuntapCommand
{
    public static Command Create() => WordVerb.Object("tuntap", "Shows, makes and deletes taps and tuns: links whose other end is a file that a program opens.", [],
    [
        WordVerb.Verb("add", "Makes one that stays.\n\ntuntap add [dev] NAME mode tun|tap [user USER] [group GROUP] [pi] [vnet_hdr] [multi_queue]", [],
            (parsed, words) => Do(parsed, words, (tap, where) => tap.Create(where)), "netctl tuntap add tap0 mode tap"),
        WordVerb.Verb("delete", "Deletes one.\n\ntuntap delete [dev] NAME mode tun|tap", [],
            (parsed, words) => Do(parsed, words, (tap, where) => tap.Delete(where)), "netctl tuntap add tap0 mode tap", "netctl tuntap delete tap0 mode tap"),
        WordVerb.Verb("show", "Shows them.", ["list", "lst", "ls"], Show, "netctl tuntap"),
    ]);

    static int Do(ParseResult parsed, Words words, Action<TapDevice, NetNamespace> work)
    {
        var tap = new TapDevice("") { HasVnetHeader = false };
        string? name = null;
        bool? isTun = null;
        while (words.Any)
            if (words.Take("mode")) isTun = words.OneOf(("tun", true), ("tap", false));
            else if (words.Take("user")) tap = tap with { Owner = NumberOf("/etc/passwd", words) };
            else if (words.Take("group")) tap = tap with { Group = NumberOf("/etc/group", words) };
            else if (words.Take("pi")) tap = tap with { HasPacketInfo = true };
            else if (words.Take("vnet_hdr")) tap = tap with { HasVnetHeader = true };
            else if (words.Take("multi_queue")) tap = tap with { MultiQueue = true };
            else name = words.Device(name);
        if (isTun is null) throw Words.Wrong("what it is to be is missing: mode tun or mode tap");
        using var where = parsed.Netns() is { } asked ? Options.OpenNamespace(asked) : NetNamespace.Current();
        work(tap with { Name = name ?? throw Words.Wrong("its name is missing"), IsTun = isTun.Value }, where);
        return ExitCode.Ok;
    }

    static uint NumberOf(string file, Words words)
    {
        string who = words.Value();
        foreach (string line in (SmallFile.Find(file) ?? "").Split('\n'))
            if (line.Split(':') is [var name, _, var id, ..] && name == who)
                return words.NumberIn<uint>(id);
        return words.NumberIn<uint>(who);
    }

    static int Show(ParseResult parsed, Words words)
    {
        words.End();
        using var socket = parsed.OpenSocket();
        var to = new Listing(parsed.Modes());
        foreach (var link in socket.Links.List(new() { Kind = "tun", Details = true }))
            using (to.Item())
            {
                to.Put("ifname", link.Name, $"{link.Name}: ", Tone.Name);
                using (to.Object("options"))
                    foreach (var option in TunOptions.All)
                        if (link.Details!.Find(option) is { } value)
                            TunListing.Put(to, option, value, link.Details);
                to.EndLine();
            }
        return to.Print();
    }
}
