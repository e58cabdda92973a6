using System.Runtime.InteropServices;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Hears of every change to an IPv6 address of its namespace from the moment it is opened; the end of duplicate address detection is one.</summary>
public sealed class AddressMonitor : NetlinkSocket
{
    AddressMonitor(NetNamespace? where) : base(NETLINK.ROUTE, where) => Join(RTNLGRP.IPV6_IFADDR);

    public static AddressMonitor Open(NetNamespace? where = null) => new(where);

    /// <inheritdoc cref="LinkMonitor.Wait"/>
    public bool Wait(Link link, TimeSpan timeout) => WaitForNews(message => MemoryMarshal.Read<IfAddrMsg>(message.Body).Index == link.Index, timeout);
}
