using System.Text.Json;

namespace Hull.Images;

/// <summary>--change of import and commit: one instruction of a Dockerfile that changes how an image runs, not its files.</summary>
internal static class ConfigChange
{
    public static ImageConfig Apply(ImageConfig config, IEnumerable<string> instructions) => instructions.Aggregate(config, Apply);

    static ImageConfig Apply(ImageConfig config, string instruction)
    {
        string text = instruction.Trim();
        int blank = text.IndexOfAny([' ', '\t']);
        string rest = blank < 0 ? "" : text[blank..].Trim();
        if (rest == "")
            throw Wrong(instruction, "it has no value");
        return text[..blank].ToUpperInvariant() switch
        {
            "CMD" => config with { Cmd = Command(instruction, rest) },
            // A command that was for another entry point is none for this one.
            "ENTRYPOINT" => config with { Entrypoint = Command(instruction, rest), Cmd = [] },
            "ENV" => config with { Env = WithVariable(config.Env, Pair(instruction, rest)) },
            "EXPOSE" => config with { ExposedPorts = [.. config.ExposedPorts.Union(rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(port => Port(instruction, port)))] },
            "LABEL" => config with { Labels = WithLabel(config.Labels, Pair(instruction, rest)) },
            "USER" => config with { User = rest },
            "VOLUME" => config with { Volumes = [.. config.Volumes.Union(rest.StartsWith('[') ? List(instruction, rest) : rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))] },
            "WORKDIR" => config with { WorkingDir = rest.StartsWith('/') ? rest : $"{config.WorkingDir.TrimEnd('/')}/{rest}" },
            "STOPSIGNAL" => config with { StopSignal = rest },
            var other => throw Wrong(instruction, $"{other} is none of CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR, STOPSIGNAL"),
        };
    }

    // ["list", "of", "words"] as it is, else a line for the shell.
    static IReadOnlyList<string> Command(string instruction, string rest) => rest.StartsWith('[') ? List(instruction, rest) : ["/bin/sh", "-c", rest];

    static IReadOnlyList<string> List(string instruction, string rest)
    {
        try
        {
            using var json = JsonDocument.Parse(rest);
            return [.. json.RootElement.EnumerateArray().Select(word => word.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(instruction, "its list is not of the form [\"word\", \"word\"]");
        }
    }

    static (string Name, string Value) Pair(string instruction, string rest)
    {
        int sign = rest.IndexOfAny(['=', ' ']);
        if (sign < 1)
            throw Wrong(instruction, "it reads NAME=value");
        string value = rest[(sign + 1)..];
        return (rest[..sign], value is ['"', .., '"'] && value.Length > 1 ? value[1..^1] : value);
    }

    static IReadOnlyList<string> WithVariable(IReadOnlyList<string> variables, (string Name, string Value) one) =>
        [.. variables.Where(variable => !variable.StartsWith($"{one.Name}=", StringComparison.Ordinal)), $"{one.Name}={one.Value}"];

    static Dictionary<string, string> WithLabel(IReadOnlyDictionary<string, string> labels, (string Name, string Value) one) =>
        new(labels) { [one.Name] = one.Value };

    static string Port(string instruction, string port) => port.Split('/') switch
    {
        [var number] when ushort.TryParse(number, out _) => $"{number}/tcp",
        [var number, "tcp" or "udp" or "sctp"] when ushort.TryParse(number, out _) => port,
        _ => throw Wrong(instruction, $"{port} is no port"),
    };

    static HullException Wrong(string instruction, string why) => new($"--change {instruction}: {why}");
}
