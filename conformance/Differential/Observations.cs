using System.Text.Json;
using System.Text.Json.Nodes;
using Tests;

namespace Conformance.Differential;

/// <summary>What was seen of one make's plugins with one configuration: by subject, lines that can be compared with another's.</summary>
internal sealed class Observations
{
    static readonly string[] s_always = ["ADD exit", "ADD message", "DEL exit"];

    readonly Dictionary<string, string[]> _lines = [];

    public void Add(string subject, params IEnumerable<string> lines) => _lines[subject] = [.. lines.Where(line => line != "")];

    /// <summary>Whether a call succeeded; its words, when it did not, are those of ADD's refusal again.</summary>
    public void AddExit(string subject, Outcome outcome) => Add($"{subject} exit", $"{outcome.ExitCode}");

    /// <summary>How a call ended: the result, or the error's code and sentence.</summary>
    public void AddOutcome(string subject, Outcome outcome, Func<string, string> normal)
    {
        Add($"{subject} exit", $"{outcome.ExitCode}");
        if (outcome.Out == "")
            return;
        JsonNode? document;
        try { document = JsonNode.Parse(outcome.Out); }
        catch (JsonException)
        {
            Add($"{subject} output", "not one JSON document");
            return;
        }
        if (outcome.ExitCode == 0)
            foreach (var part in document!.AsObject())
                Add($"{subject} {part.Key}", Flat(part.Key, part.Value).Select(normal));
        else
        {
            Add($"{subject} code", $"{document!["code"]}");
            Add($"{subject} message", normal($"{document["msg"]}{(document["details"] is { } details ? $"; {details}" : "")}").Replace('\n', ' '));
        }
    }

    /// <summary>Each line that only one of the two has. Where only one could ADD, what the other has made says nothing; what both left behind does.</summary>
    public static IEnumerable<Difference> Between(Observations theirs, Observations ours)
    {
        bool comparable = theirs._lines.GetValueOrDefault("ADD exit", [""])[0] == ours._lines.GetValueOrDefault("ADD exit", [""])[0];
        foreach (string subject in theirs._lines.Keys.Union(ours._lines.Keys))
        {
            if (!comparable && !s_always.Contains(subject) && !subject.StartsWith("left "))
                continue;
            string[] their = theirs._lines.GetValueOrDefault(subject, []), our = ours._lines.GetValueOrDefault(subject, []);
            foreach (string line in Without(their, our)) yield return new(subject, IsOurs: false, line);
            foreach (string line in Without(our, their)) yield return new(subject, IsOurs: true, line);
        }
    }

    // A line that is there twice here and once there is a difference too.
    static IEnumerable<string> Without(string[] lines, string[] others)
    {
        var left = others.ToList();
        return lines.Where(line => !left.Remove(line)).ToArray();
    }

    /// <summary>A document as lines, each with the path to a value.</summary>
    public static IEnumerable<string> Flat(string path, JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } item => item.SelectMany(member => Flat($"{path}.{member.Key}", member.Value)),
        JsonArray { Count: > 0 } list => list.SelectMany((member, i) => Flat($"{path}[{i}]", member)),
        null => [$"{path} = null"],
        _ => [$"{path} = {node.ToJsonString()}"],
    };
}
