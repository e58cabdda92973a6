using System.CommandLine;
using System.Net;
using Netctl.Listings;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl route get: the way that a packet would go, by the kernel's own answer.</summary>
internal static class RouteGet
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        var route = socket.Routes.Get(Read(words, parsed.Family(), socket));
        var to = new Listing(parsed.Modes());
        new RouteListing(new LinkListing(socket), RouteFilter.None).Put(to, route);
        return to.Print();
    }

    static RouteQuestion Read(Words words, Family family, RouteSocket socket)
    {
        IPAddress? destination = null;
        var question = new RouteQuestion(IPAddress.Any);
        while (words.Any)
            if (words.TakeShort("from")) question = question with { From = OneOf(words.Prefix(family)) };
            else if (words.TakeShort("iif")) question = question with { IncomingIndex = socket.LinkNamed(words.Value()).Index };
            else if (words.Take("dev") || words.TakeShort("oif")) question = question with { OutgoingIndex = socket.LinkNamed(words.Value()).Index };
            else if (words.TakeShort("mark")) question = question with { Mark = words.Number<uint>() };
            else if (words.Take("tos") || words.TakeShort("dsfield")) question = question with { Tos = words.Named<byte>(RouteNames.Tos) };
            else if (words.Take("uid")) question = question with { Uid = words.Number<uint>() };
            else if (words.Take("ipproto")) question = question with { Protocol = words.Named<byte>(RouteNames.IpProtocols) };
            else if (words.Take("sport")) question = question with { SourcePort = words.Number<ushort>() };
            else if (words.Take("dport")) question = question with { DestinationPort = words.Number<ushort>() };
            else if (words.Take("fibmatch")) question = question with { AsInTable = true };
            else
            {
                words.Take("to");
                if (destination is not null) throw words.NotUnderstood();
                destination = OneOf(words.Prefix(family));
                family = destination.Family();
            }
        return destination is null ? throw new CommandFailure(ExitCode.Own, "need at least a destination address") : question with { To = destination };
    }

    static IPAddress OneOf(Prefix prefix) => prefix.Address is { } address && prefix.Length == address.FullPrefix()
        ? address
        : throw new CommandFailure(ExitCode.Own, "need at least a destination address: one, not a network");
}
