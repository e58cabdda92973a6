using System.Runtime.InteropServices;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Hears of every change to a link of its namespace from the moment it is opened.</summary>
public sealed class LinkMonitor : NetlinkSocket
{
    LinkMonitor(NetNamespace? where) : base(NETLINK.ROUTE, where) => Join(RTNLGRP.LINK);

    public static LinkMonitor Open(NetNamespace? where = null) => new(where);

    /// <summary>Waits for the next change to this link: look for yourself what it is. False when <paramref name="timeout"/> went by first.</summary>
    public bool Wait(Link link, TimeSpan timeout) => WaitForNews(message => MemoryMarshal.Read<IfInfoMsg>(message.Body).Index == link.Index, timeout);
}
