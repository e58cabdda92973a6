using System.Buffers.Binary;
using System.Net;
using Linux;
using Netfilter.Nft;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Conntrack;

/// <summary>The connections that the kernel tracks in one network namespace (ctnetlink).</summary>
public sealed class ConntrackSocket : NetlinkSocket
{
    const int NfGenMsgSize = 4;

    ConntrackSocket(NetNamespace? where) : base(NETLINK.NETFILTER, where) { }

    /// <summary>Opens a socket in the calling thread's namespace, or in the one given.</summary>
    public static ConntrackSocket Open(NetNamespace? where = null) => new(where);

    /// <summary>How many there are. Asking costs nothing, where looking through the table costs milliseconds even when it is empty.</summary>
    public uint Count()
    {
        var request = Request(Message(IPCTNL_MSG.CT_GET_STATS), MessageFlags.None);
        request.Body(new NfGenMsg());
        foreach (var answer in Exchange(request, new("count", "connections")))
            foreach (var a in new AttributeReader(answer[NfGenMsgSize..]))
                if (a.Type == CTA_STATS_GLOBAL.ENTRIES)
                    return BinaryPrimitives.ReadUInt32BigEndian(a.Bytes);
        return 0;
    }

    /// <summary>All of them, or those of one family.</summary>
    public List<Connection> ListAll(Family family = Family.Any) => this.List(Message(IPCTNL_MSG.CT_GET), new("list", "connections"),
        to => to.Body(new NfGenMsg { Family = (byte)family }), body => Connection.Parse(body[NfGenMsgSize..]));

    /// <summary>Those that match.</summary>
    public List<Connection> List(ConnectionFilter filter) => this.List(Message(IPCTNL_MSG.CT_GET), new("list", filter), filter.WriteTo,
        body => Connection.Parse(body[NfGenMsgSize..]) is var found && filter.Matches(found) ? found : null);

    /// <summary>
    /// Forgets those that match: their next packet is a new connection's. The kernel does it all by itself from Linux 6.10 on; an older one refuses, and lists
    /// them, filtered if it is 5.8 or newer, for each to be deleted.
    /// </summary>
    public void Delete(ConnectionFilter filter)
    {
        if (!filter.IsExactInKernel || !TryDeleteInKernel(filter))
            foreach (var connection in List(filter))
                Delete(connection);
    }

    // A kernel that knows no filters here looks for the one connection of a tuple, and finds ours incomplete; the tuple is always there, so that none takes the
    // request for one to delete everything.
    bool TryDeleteInKernel(ConnectionFilter filter)
    {
        var request = Request(Message(IPCTNL_MSG.CT_DELETE), MessageFlags.None);
        filter.WriteTo(request);
        try
        {
            Execute(request, new("delete", filter));
            return true;
        }
        catch (NetlinkException e) when (e.Errno is Errno.NotSupported or Errno.Invalid)
        {
            return false;
        }
    }

    /// <summary>Forgets one connection; that it is gone already is success.</summary>
    public void Delete(Connection connection)
    {
        var request = Request(Message(IPCTNL_MSG.CT_DELETE), MessageFlags.None);
        request.Body(new NfGenMsg { Family = (byte)connection.Original.Source.Family() });
        using (request.Nest(CTA.TUPLE_ORIG))
            WriteTuple(request, connection);
        request.PutBigEndian(CTA.ID, connection.Id);
        if (connection.Zone != 0) request.Put(CTA.ZONE, Value.Port(connection.Zone).Bytes);
        try
        {
            Execute(request, new("delete", connection));
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoEntry) { }   // it ended by itself, or another one is in its place
    }

    static void WriteTuple(MessageWriter to, Connection connection)
    {
        var original = connection.Original;
        bool v4 = original.Source.Family() == Family.Ipv4;
        using (to.Nest(CTA_TUPLE.IP))
        {
            to.Put(v4 ? CTA_IP.V4_SRC : CTA_IP.V6_SRC, original.Source, "CTA_IP.SRC");
            to.Put(v4 ? CTA_IP.V4_DST : CTA_IP.V6_DST, original.Destination, "CTA_IP.DST");
        }
        using (to.Nest(CTA_TUPLE.PROTO))
        {
            to.Put(CTA_PROTO.NUM, connection.Protocol);
            if (original.Icmp is var (type, code, id))
            {
                to.Put(v4 ? CTA_PROTO.ICMP_TYPE : CTA_PROTO.ICMPV6_TYPE, type, "CTA_PROTO.ICMP_TYPE");
                to.Put(v4 ? CTA_PROTO.ICMP_CODE : CTA_PROTO.ICMPV6_CODE, code, "CTA_PROTO.ICMP_CODE");
                to.Put(v4 ? CTA_PROTO.ICMP_ID : CTA_PROTO.ICMPV6_ID, Value.Port(id).Bytes, "CTA_PROTO.ICMP_ID");
                return;
            }
            to.Put(CTA_PROTO.SRC_PORT, Value.Port(original.SourcePort).Bytes);
            to.Put(CTA_PROTO.DST_PORT, Value.Port(original.DestinationPort).Bytes);
        }
    }

    static ushort Message(ushort type) => (ushort)(NFNL_SUBSYS.CTNETLINK << 8 | type);
}
