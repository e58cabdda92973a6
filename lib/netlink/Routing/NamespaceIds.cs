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

    /// <summary>Gives a namespace a number here, or, for null, has the kernel choose one. It keeps it for as long as it lives.</summary>
    public void Assign(NetNamespace to, int? id)
    {
        var request = socket.Request(RTM.NEWNSID, MessageFlags.None);
        request.Body(default(RtGenMsg));
        request.Put(NETNSA.FD, to.Descriptor);
        request.Put(NETNSA.NSID, id ?? -1);
        socket.Execute(request, new("give a number to", to.Path));
    }

    /// <summary>All numbers here or, seen from another namespace by its number here, those of that one.</summary>
    public List<NamespaceId> List(int? target = null) => socket.List(RTM.GETNSID, new("list", "namespace ids"), request =>
    {
        request.Body(default(RtGenMsg));
        if (target is { } seenFrom) request.Put(NETNSA.TARGET_NSID, seenFrom);
    }, NamespaceId.Parse);

    /// <summary>What number a number is known by in another namespace. The kernel refuses one that nobody has.</summary>
    public NamespaceId Get(int id, int? target = null)
    {
        var request = socket.Request(RTM.GETNSID, MessageFlags.None);
        request.Body(default(RtGenMsg));
        request.Put(NETNSA.NSID, id);
        if (target is { } seenFrom) request.Put(NETNSA.TARGET_NSID, seenFrom);
        var found = new NamespaceId(-1, null);
        foreach (var answer in socket.Exchange(request, new("find namespace id", id)))
            found = NamespaceId.Parse(answer) ?? found;
        return found;
    }
}

/// <summary>The number by which a namespace knows another.</summary>
/// <param name="Current">The number that the asking namespace has for the same one, if it was asked how another namespace counts.</param>
public sealed record NamespaceId(int Id, int? Current)
{
    internal static NamespaceId? Parse(ReadOnlySpan<byte> body)
    {
        int id = -1, current = -1;
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<RtGenMsg>()..]))
            if (a.Type == NETNSA.NSID) id = a.Int32;
            else if (a.Type == NETNSA.CURRENT_NSID) current = a.Int32;
        return id < 0 ? null : new(id, current < 0 ? null : current);
    }
}
