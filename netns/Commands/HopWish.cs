using System.Net;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>One of several ways of a route, after the word nexthop.</summary>
internal sealed class HopWish
{
    const int MostWeight = 256;

    IPAddress? _gateway;
    string? _device;
    int _weight = 1;
    RouteFlags _flags;

    public static HopWish Read(Words words, FamilyWords addresses)
    {
        var hop = new HopWish();
        while (words.Any)
            if (words.Take("via")) hop._gateway = addresses.AddressOfAny(words);
            else if (words.Take("dev")) hop._device = words.Value("name of a link");
            else if (words.Take("weight")) hop._weight = words.Number<int>(MostWeight) is > 0 and var weight ? weight : throw Words.Wrong("\"weight\" is 1 to 256");
            else if (words.Take("onlink")) hop._flags |= RouteFlags.OnLink;
            else if (words.Peek == "nexthop") break;
            else throw words.NotUnderstood();
        return hop;
    }

    public NextHop NextHop(RouteSocket socket) => new(_gateway, _device is null ? 0 : socket.LinkNamed(_device).Index, _weight, _flags);
}
