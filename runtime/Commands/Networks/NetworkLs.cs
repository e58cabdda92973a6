using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Hull.Network;
using Linux;

namespace Hull.Commands.Networks;

/// <summary>hull network ls</summary>
internal static class NetworkLs
{
    public static Command Create()
    {
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var json = new Option<bool>("--json", "-j") { Description = "JSON, a list." };
        var whole = new Option<bool>("--no-trunc") { Description = "Ids in full." };
        var ls = new Command("ls", "Lists networks. Example: hull network ls") { quiet, json, whole };
        ls.Aliases.Add("list");
        ls.SetAction(parsed =>
        {
            var all = KnownNetwork.All();
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(parsed.GetValue(json) ? Json(all)
                : parsed.GetValue(quiet) ? string.Concat(all.Select(network => (parsed.GetValue(whole) ? network.Id : network.ShortId) + "\n"))
                : Text(all, parsed.GetValue(whole))));
            return 0;
        });
        return ls;
    }

    static string Text(IReadOnlyList<KnownNetwork> all, bool whole)
    {
        var table = new Table("NETWORK ID", "NAME", "DRIVER", "SCOPE");
        foreach (var network in all)
            table.Add(whole ? network.Id : network.ShortId, network.Name, network.Driver, "local");
        return table.ToString();
    }

    static string Json(IReadOnlyList<KnownNetwork> all)
    {
        var list = new JsonArray();
        foreach (var network in all)
            list.Add((JsonNode)new JsonObject { ["ID"] = network.Id, ["Name"] = network.Name, ["Driver"] = network.Driver, ["Scope"] = "local" });
        return list.ToJsonString() + "\n";
    }
}
