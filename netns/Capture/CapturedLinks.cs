using Linux;
using Netlink.Routing;

namespace Netctl.Capture;

/// <summary>The links that packets are captured on. Of all links, one may come after the capture began: it is asked for when its first packet is there.</summary>
internal sealed class CapturedLinks(RouteSocket socket, Link? only)
{
    readonly Dictionary<int, string> _names = only is null ? socket.Links.List().ToDictionary(link => link.Index, link => link.Name) : new() { [only.Index] = only.Name };

    public bool AreAll => only is null;

    public string NameOf(int index)
    {
        if (!_names.TryGetValue(index, out string? name))
            _names[index] = name = socket.Links.Find(index)?.Name ?? $"if{index}";
        return name;
    }
}
