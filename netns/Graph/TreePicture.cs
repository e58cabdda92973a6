using System.Text;

namespace Netctl.Graph;

/// <summary>Namespaces and their links as a tree for the terminal.</summary>
internal static class TreePicture
{
    public static string Of(IReadOnlyList<DrawnPlace> places)
    {
        var text = new StringBuilder();
        foreach (var place in places)
        {
            text.Append(place.Name).Append('\n');
            var links = place.Outermost.ToList();
            for (int i = 0; i < links.Count; i++)
            {
                bool isLast = i == links.Count - 1;
                Branch(text, "", isLast, place, links[i]);
                var ports = place.PortsOf(links[i]).ToList();
                for (int j = 0; j < ports.Count; j++)
                    Branch(text, isLast ? "   " : "│  ", j == ports.Count - 1, place, ports[j]);
            }
        }
        return text.ToString();
    }

    static void Branch(StringBuilder text, string before, bool isLast, DrawnPlace place, DrawnLink link)
    {
        text.Append(before).Append(isLast ? "└─ " : "├─ ").Append(link.Name);
        if (link.Details != "") text.Append(' ').Append(link.Details);
        if (link.Peer is { } peer)
            text.Append(" ── ").Append(peer.Link).Append(peer.Place == place.Name ? "" : $" in {peer.Place}");
        text.Append('\n');
    }
}
