using System.Text;

namespace Netctl.Graph;

/// <summary>Namespaces and their links in the language of Graphviz: <c>netctl graph --dot | dot -Tpng</c>.</summary>
internal static class DotPicture
{
    public static string Of(IReadOnlyList<DrawnPlace> places)
    {
        var text = new StringBuilder("graph network {\n  rankdir=LR; compound=true;\n  node [shape=box, fontname=monospace];\n");
        for (int i = 0; i < places.Count; i++)
        {
            text.Append($"  subgraph cluster_{i} {{\n    label={Quoted(places[i].Name)};\n");
            foreach (var link in places[i].Links)
                text.Append($"    {Node(places[i].Name, link.Name)} [label={Quoted(link.Details == "" ? link.Name : $"{link.Name}\n{link.Details}")}];\n");
            text.Append("  }\n");
        }
        foreach (var place in places)
            foreach (var link in place.Links)
            {
                if (link.Bridge is { } bridge) text.Append($"  {Node(place.Name, bridge)} -- {Node(place.Name, link.Name)} [style=dashed];\n");
                // Each pair once: from the end whose name comes first.
                if (link.Peer is { } peer && string.CompareOrdinal($"{place.Name}/{link.Name}", $"{peer.Place}/{peer.Link}") < 0)
                    text.Append($"  {Node(place.Name, link.Name)} -- {Node(peer.Place, peer.Link)};\n");
            }
        return text.Append("}\n").ToString();
    }

    static string Node(string place, string link) => Quoted($"{place}/{link}");

    static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
}
