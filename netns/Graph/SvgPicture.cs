using System.Globalization;
using System.Security;
using System.Text;

namespace Netctl.Graph;

/// <summary>
/// Namespaces and their links as a picture: our own namespace is the box on the left, the others stand on the right, a line for each link, ports below their
/// bridge; a curve joins the two ends of a veth.
/// </summary>
internal sealed class SvgPicture
{
    const int RowHeight = 20, TitleHeight = 30, Padding = 12, Gap = 24, BetweenColumns = 140, Margin = 20, Indent = 18;
    const double CharacterWidth = 7.9;   // of a monospaced font of 13 pixels

    readonly StringBuilder _boxes = new(), _curves = new();
    readonly Dictionary<(string Place, string Link), (double Left, double Right, double Y)> _rows = [];
    double _right, _bottom;

    public static string Of(IReadOnlyList<DrawnPlace> places)
    {
        var picture = new SvgPicture();
        double right = picture.Column(places.Take(1), Margin);
        picture.Column(places.Skip(1), right + BetweenColumns);
        picture.Join(places);
        return picture.Whole();
    }

    // Boxes below each other, as wide as the widest; returns where the column ends.
    double Column(IEnumerable<DrawnPlace> places, double left)
    {
        var all = places.ToList();
        double width = all.Select(WidthOf).DefaultIfEmpty(0).Max(), top = Margin;
        foreach (var place in all)
        {
            Box(place, left, top, width);
            top += HeightOf(place) + Gap;
        }
        _right = Math.Max(_right, left + width);
        _bottom = Math.Max(_bottom, top);
        return left + width;
    }

    static double HeightOf(DrawnPlace place) => TitleHeight + RowHeight * place.Links.Count + Padding;

    static double WidthOf(DrawnPlace place) => 2 * Padding + CharacterWidth * place.Name.Length is var title
        && place.Links.Select(link => 2 * Padding + CharacterWidth * TextOf(link).Length + (link.Bridge is null ? 0 : Indent)).DefaultIfEmpty(0).Max() is var widest
        ? Math.Max(title, widest) : 0;

    static string TextOf(DrawnLink link) => link.Details == "" ? link.Name : $"{link.Name}  {link.Details}";

    void Box(DrawnPlace place, double left, double top, double width)
    {
        _boxes.Append(Invariant($"  <rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{width:0.#}\" height=\"{HeightOf(place):0.#}\" rx=\"6\" class=\"box\"/>\n"));
        _boxes.Append(Invariant($"  <text x=\"{left + Padding:0.#}\" y=\"{top + 20:0.#}\" class=\"title\">{SecurityElement.Escape(place.Name)}</text>\n"));
        double y = top + TitleHeight + RowHeight / 2;
        foreach (var link in place.Links)
        {
            double x = left + Padding + (link.Bridge is null ? 0 : Indent);
            _boxes.Append(Invariant($"  <text x=\"{x:0.#}\" y=\"{y + 4:0.#}\" class=\"{(link.IsUp ? "up" : "down")}\">{SecurityElement.Escape(TextOf(link))}</text>\n"));
            _rows[(place.Name, link.Name)] = (left, left + width, y);
            y += RowHeight;
        }
    }

    void Join(IReadOnlyList<DrawnPlace> places)
    {
        foreach (var place in places)
            foreach (var link in place.Links)
                if (link.Peer is { } peer && _rows.TryGetValue((peer.Place, peer.Link), out var there)
                    && string.CompareOrdinal($"{place.Name}/{link.Name}", $"{peer.Place}/{peer.Link}") < 0)
                    Curve(_rows[(place.Name, link.Name)], there);
    }

    // Between the columns from side to side; within one round its right side.
    void Curve((double Left, double Right, double Y) one, (double Left, double Right, double Y) other)
    {
        if (one.Left > other.Left) (one, other) = (other, one);
        bool isAcross = one.Right < other.Left;
        double end = isAcross ? other.Left : other.Right, bend = isAcross ? (one.Right + other.Left) / 2 : one.Right + BetweenColumns / 3;
        _curves.Append(Invariant($"  <path d=\"M {one.Right:0.#} {one.Y:0.#} C {bend:0.#} {one.Y:0.#}, {bend:0.#} {other.Y:0.#}, "))
            .Append(Invariant($"{end:0.#} {other.Y:0.#}\" class=\"wire\"/>\n"));
        _right = Math.Max(_right, isAcross ? 0 : one.Right + BetweenColumns / 3);
    }

    string Whole() => Invariant($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="{_right + Margin:0}" height="{_bottom:0}" viewBox="0 0 {_right + Margin:0} {_bottom:0}">
          <style>
            text {"{"} font: 13px monospace; fill: #1a1a1a {"}"} .title {"{"} font-weight: bold {"}"} .down {"{"} fill: #999999 {"}"}
            .box {"{"} fill: #f6f8fa; stroke: #57606a {"}"} .wire {"{"} fill: none; stroke: #0969da; stroke-width: 1.5 {"}"}
          </style>
          <rect width="100%" height="100%" fill="#ffffff"/>
        {_boxes}{_curves}</svg>

        """);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
