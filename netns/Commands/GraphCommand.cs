using System.CommandLine;
using System.Text;
using Cli;
using Linux;
using Netctl.Graph;
using Netctl.Hosts;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl graph: all namespaces of this host with their links, and what is connected with what.</summary>
internal static class GraphCommand
{
    static readonly Option<bool> s_dot = new("--dot") { Description = "In the language of Graphviz." };
    static readonly Option<bool> s_svg = new("--svg") { Description = "As a picture for a browser." };

    public static Command Create()
    {
        var graph = new Verb("graph", """
            Draws the namespaces of this host with their links, bridges and addresses, and which veth leads where.

            As a tree; with --svg as a picture, with --dot for Graphviz. Namespaces without a name are there too, by a process that is in them.
            """, "netctl graph", "netctl graph --svg >network.svg") { s_dot, s_svg };
        graph.SetAction(Run);
        return graph;
    }

    static int Run(ParseResult parsed)
    {
        using var places = new Places();
        var drawn = Drawing.Of(places);
        if (parsed.Json()) return PrintJson(parsed, drawn);
        string picture = parsed.GetValue(s_svg) ? SvgPicture.Of(drawn) : parsed.GetValue(s_dot) ? DotPicture.Of(drawn) : TreePicture.Of(drawn);
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(picture));
        return ExitCode.Ok;
    }

    static int PrintJson(ParseResult parsed, List<DrawnPlace> places)
    {
        var to = new Listing(parsed.Modes());
        foreach (var place in places)
            using (to.Item())
            {
                to.Put("namespace", place.Name, "");
                using (to.List("links"))
                    foreach (var link in place.Links)
                        Put(to, link);
            }
        return to.Print();
    }

    static void Put(Listing to, DrawnLink link)
    {
        using var item = to.Item();
        to.Put("ifname", link.Name, "");
        if (link.Kind != "") to.Put("info_kind", link.Kind, "");
        to.Put("up", link.IsUp, "");
        to.Put("addresses", link.Addresses, "");
        if (link.Bridge is not null) to.Put("master", link.Bridge, "");
        if (link.Peer is not { } peer) return;
        using var end = to.Object("peer");
        to.Put("namespace", peer.Place, "");
        to.Put("ifname", peer.Link, "");
    }
}
