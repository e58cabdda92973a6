using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>Where an attachment's link is made and looked at: the container's network, and, for who asks, the host's.</summary>
internal sealed class LinkPlace : IDisposable
{
    RouteSocket? _host;

    LinkPlace(Attachment at)
    {
        At = at;
        Namespace = at.OpenNetNs();
        Pod = RouteSocket.Open(Namespace);
    }

    public static LinkPlace Open(Attachment at) => new(at);

    public Attachment At { get; }
    public NetNamespace Namespace { get; }
    public RouteSocket Pod { get; }
    public RouteSocket Host => _host ??= RouteSocket.Open();

    public void Dispose()
    {
        _host?.Dispose();
        Pod.Dispose();
        Namespace.Dispose();
    }
}
