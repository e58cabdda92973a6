using System.Runtime.CompilerServices;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>The numbers by which the socket's namespace knows others (nsid).</summary>
public readonly struct NamespaceIds(RouteSocket socket)
{
    /// <summary>The number of a namespace; null when it has none here.</summary>
    public int? Find(NetNamespace of)
    {
        var request = socket.Request(RTM.GETNSID, MessageFlags.None);
        request.Body(default(RtGenMsg));
        request.Put(NETNSA.FD, of.Descriptor);
        foreach (var answer in socket.Exchange(request, new("find the number of", of.Path)))
            foreach (var a in new AttributeReader(answer[Unsafe.SizeOf<RtGenMsg>()..]))
                if (a.Type == NETNSA.NSID && a.Int32 >= 0)
                    return a.Int32;
        return null;
    }
}
