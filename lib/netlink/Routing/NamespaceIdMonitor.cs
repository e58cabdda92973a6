using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Hears, from the moment it is opened, which numbers its namespace gives to others and takes back.</summary>
public sealed class NamespaceIdMonitor : NetlinkSocket
{
    NamespaceIdMonitor(NetNamespace? where) : base(NETLINK.ROUTE, where) => Join(RTNLGRP.NSID);

    public static NamespaceIdMonitor Open(NetNamespace? where = null) => new(where);

    /// <summary>Waits for the next news, if there is none yet. What the kernel had no room to keep is lost.</summary>
    public IReadOnlyList<NamespaceIdNews> Read()
    {
        var news = new List<NamespaceIdNews>();
        foreach (var message in new MessageReader(Receive(new("listen for", "namespace ids"))))
            if (message.Header.Type is RTM.NEWNSID or RTM.DELNSID && NamespaceId.Parse(message.Body) is { } id)
                news.Add(new(id.Id, IsGone: message.Header.Type == RTM.DELNSID));
        return news;
    }
}

/// <summary>A namespace was given a number, or it is gone and the number free.</summary>
public readonly record struct NamespaceIdNews(int Id, bool IsGone);
