using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Differential;
using Tests;

namespace Conformance.Iproute;

/// <summary>A scenario with one make of tools, on a machine of its own whose names are the other's: after each line its exit code, what it printed, and the network.</summary>
internal static partial class Walk
{
    public static Observations Run(Make make, Scenario scenario)
    {
        var seen = new Observations();
        Lab.Run(lab =>
        {
            Prepare(lab, scenario);
            for (int i = 0; i < scenario.Lines.Count; i++)
            {
                string line = scenario.Lines[i];
                Look(seen, $"{i + 1} {line}", lab.Try(make.CommandOf(line)), text => Plain(text, scenario.Text));
                Settle(lab);
                seen.Add($"{i + 1} {line}: then", Network(lab, text => Plain(text, scenario.Text)));
            }
        });
        return seen;
    }

    static void Prepare(Lab lab, Scenario scenario)
    {
        // Addresses of IPv6 are there at once, not after a second.
        lab.Tool("sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0");
        foreach (string need in scenario.Needs) lab.Needs(need);
        foreach (string command in scenario.Preparations) lab.Tool(command);
        Settle(lab);
    }

    static void Look(Observations seen, string subject, Outcome outcome, Func<string, string> plain)
    {
        seen.Add($"{subject}: exit", $"{outcome.ExitCode}");
        if (outcome.Out != "") seen.Add($"{subject}: output", Lines(outcome.Out, plain, listsNeighbours: subject.Contains("neigh")).Select(plain));
        // What the kernel said must be said by both; a command line that is not understood each finds its own words for.
        if (outcome.Err != "") seen.Add($"{subject}: said", outcome.ExitCode == 255 ? "that it is wrong" : KernelsWords(outcome.Err));
    }

    static IEnumerable<string> Lines(string output, Func<string, string> plain, bool listsNeighbours)
    {
        if (output.StartsWith('[') || output.StartsWith('{'))
            try { return Observations.Flat("", listsNeighbours ? InOneOrder(JsonNode.Parse(output)!, plain) : JsonNode.Parse(output)); }
            catch (JsonException)
            {
                // Text may begin like JSON: then its lines are compared, below.
            }
        var lines = output.Split('\n').Select(line => line.TrimEnd());
        return listsNeighbours ? lines.Order(StringComparer.Ordinal) : lines;
    }

    // Theirs: "RTNETLINK answers: File exists", "Error: Unknown device type."; ours says before it what was tried, and may say after it what of that.
    static string KernelsWords(string said) => said.Replace("RTNETLINK answers: ", "").Replace("Error: ", "").TrimEnd('.');

    static IEnumerable<string> Network(Lab lab, Func<string, string> plain) =>
        new[] { "" }.Concat(Names(lab)).SelectMany(name => Looks(name).SelectMany(look =>
        {
            string json = lab.Tool(look);
            return json == "" ? [] : Observations.Flat(look, InOneOrder(JsonNode.Parse(json)!, plain)).Select(plain);
        }));

    // Neighbours are listed as a hash has them, whose size other namespaces have a part in; the routes that the kernel makes by itself as links came up, of which one can overtake another.
    static JsonNode InOneOrder(JsonNode state, Func<string, string> plain) => state is not JsonArray list ? state
        : new JsonArray([.. list.OrderBy(item => IsKernels(item!) ? plain(item!.ToJsonString()) : "", StringComparer.Ordinal).Select(item => item!.DeepClone())]);

    static bool IsKernels(JsonNode item) => item["lladdr"] is not null || item["dst"] is not null && $"{item["protocol"]}" == "kernel";

    static string[] Names(Lab lab) => lab.Tool("ls /run/netns 2>/dev/null || true").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static IEnumerable<string> Looks(string name)
    {
        string at = name == "" ? "" : $"-n {name} ";
        return
        [
            $"ip {at}-j -d link", $"ip {at}-j -d addr", $"ip {at}-j -d route show table all", $"ip {at}-j -d -6 route show table all", $"ip {at}-j -d rule", $"ip {at}-j -d -6 rule",
            $"ip {at}-j -d neigh", $"bridge {at}-j fdb", $"bridge {at}-j -d link", $"bridge {at}-j vlan", $"tc {at}-j qdisc",
        ];
    }

    // The kernel takes up to a second to notice a cable: whether a link is up says its state when it agrees with its flags.
    static void Settle(Lab lab) => lab.Until("the kernel knows which links are up", () => new[] { "" }.Concat(Names(lab)).All(name =>
        JsonNode.Parse(lab.Tool($"ip {(name == "" ? "" : $"-n {name} ")}-j link"))!.AsArray().All(IsSettled)));

    static bool IsSettled(JsonNode? link)
    {
        var flags = link!["flags"]!.AsArray().Select(flag => $"{flag}").ToHashSet();
        return !flags.Contains("UP") || $"{link["operstate"]}" is "UP" or "UNKNOWN" == flags.Contains("LOWER_UP");
    }

    // What is random or runs by the clock; not what the scenario itself says.
    static string Plain(string text, string given)
    {
        text = Mac().Replace(text, found => found.Value is "00:00:00:00:00:00" or "ff:ff:ff:ff:ff:ff" || given.Contains(found.Value) ? found.Value : "MAC");
        text = LinkLocal().Replace(text, found => given.Contains(found.Value) ? found.Value : "fe80::LL");
        text = Timer().Replace(text, "_timer TIME");
        text = Handle().Replace(text, "HANDLE:");
        text = text.Replace("LOWERLAYERDOWN", "DOWN");   // a cable whose other end is down is first the one, then the other
        return Lifetime().Replace(text, "$1 TIME");
    }

    [GeneratedRegex("[0-9a-f]{2}(:[0-9a-f]{2}){5}")]
    private static partial Regex Mac();

    [GeneratedRegex("fe80::[0-9a-f:]{4,}")]
    private static partial Regex LinkLocal();

    // The kernel counts them, for all namespaces.
    [GeneratedRegex("8[0-9a-f]{3}:(?=[ \"])")]
    private static partial Regex Handle();

    [GeneratedRegex(@"_timer *(= )?[0-9.]+")]
    private static partial Regex Timer();

    [GeneratedRegex(@"(valid_lft|preferred_lft|valid_life_time =|preferred_life_time =|expires =|expires|used|updated) (?!4294967295)[0-9/]+(sec)?")]
    private static partial Regex Lifetime();
}
