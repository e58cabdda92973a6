using System.Globalization;
using System.Text.RegularExpressions;
using Hull.Bundle;
using Hull.Containers;
using Hull.Images;
using Hull.Network;

namespace Hull.Commands;

/// <summary>
/// Which containers ps is to list: of several values of one key any will do, but of labels each must be there; of several keys each must hold. What each
/// means is docker's.
/// </summary>
internal sealed class PsFilter
{
    public const string Keys = "id, name, status, exited, label, network, publish, expose, ancestor, before, since, volume";

    static readonly Dictionary<string, Func<string, Func<Container, ContainerStatus, bool>>> s_makers = new()
    {
        ["id"] = id => (container, _) => container.Id.StartsWith(id, StringComparison.Ordinal),
        ["name"] = Name,
        ["status"] = Status,
        ["exited"] = Exited,
        ["label"] = Label,
        ["network"] = Network,
        ["publish"] = Published,
        ["expose"] = Exposed,
        ["ancestor"] = Ancestor,
        ["before"] = Before,
        ["since"] = Since,
        ["volume"] = Volume,
    };

    readonly ILookup<string, Func<Container, ContainerStatus, bool>> _tests;

    PsFilter(ILookup<string, Func<Container, ContainerStatus, bool>> tests) => _tests = tests;

    /// <summary>Whether it is about what has become of containers: then those are listed, too, that do not run.</summary>
    public bool AsksForPhase => _tests.Contains("status") || _tests.Contains("exited");

    public static PsFilter Parse(IEnumerable<string> filters) => new(filters.Select(Split).ToLookup(one => one.Key, one => s_makers[one.Key](one.Value)));

    static (string Key, string Value) Split(string filter) => filter.Split('=', 2) is [var key, var value] && s_makers.ContainsKey(key)
        ? (key, value)
        : throw new HullException($"invalid filter {filter}: it reads KEY=VALUE with one of the keys {Keys}", exitCode: 1);

    public bool Matches(Container container, ContainerStatus status) =>
        _tests.All(key => key.Key == "label" ? key.All(test => test(container, status)) : key.Any(test => test(container, status)));

    static Func<Container, ContainerStatus, bool> Name(string expression)
    {
        try
        {
            // Docker's names begin with a slash, which may be asked for.
            var pattern = new Regex(expression.StartsWith("^/", StringComparison.Ordinal) ? "^" + expression[2..] : expression.TrimStart('/'), RegexOptions.None, TimeSpan.FromSeconds(1));
            return (container, _) => pattern.IsMatch(container.Name);
        }
        catch (ArgumentException e)
        {
            throw new HullException($"invalid filter name={expression}: {e.Message}", exitCode: 1);
        }
    }

    static Func<Container, ContainerStatus, bool> Status(string text) => text is "removing" or "dead" ? (_, _) => false   // states that hull does not have
        : Enum.GetValues<Phase>().Where(phase => phase.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).ToList() is [var wanted]
            ? (_, status) => status.Phase == wanted
            : throw new HullException($"invalid filter status={text}: there are created, running, paused, restarting, exited, removing and dead", exitCode: 1);

    static Func<Container, ContainerStatus, bool> Exited(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
        ? (_, status) => status.Phase == Phase.Exited && status.ExitCode == code
        : throw new HullException($"invalid filter exited={text}: it is a number", exitCode: 1);

    static Func<Container, ContainerStatus, bool> Label(string text)
    {
        var parts = text.Split('=', 2);
        return (container, _) => container.Config.Labels.TryGetValue(parts[0], out string? value) && (parts.Length == 1 || value == parts[1]);
    }

    static Func<Container, ContainerStatus, bool> Network(string name)
    {
        string wanted = KnownNetwork.All().FirstOrDefault(network => network.Id.StartsWith(name, StringComparison.Ordinal) && name.Length >= 12)?.Name ?? name;
        return (container, _) => container.Network == wanted || new NetworkFiles(container).All().Any(use => use.Network == wanted);
    }

    static Func<Container, ContainerStatus, bool> Published(string text)
    {
        var isWanted = Port("publish", text);
        return (container, _) => container.Ports.Any(port => isWanted(port.ContainerPort, port.Protocol));
    }

    static Func<Container, ContainerStatus, bool> Exposed(string text)
    {
        var isWanted = Port("expose", text);
        return (container, _) => container.Ports.Any(port => isWanted(port.ContainerPort, port.Protocol)) || container.Config.ExposedPorts.Any(IsWanted);

        bool IsWanted(string port) => port.Split('/') is [var number, .. var protocol] && ushort.TryParse(number, out ushort value) && isWanted(value, protocol is [var one] ? one : "tcp");
    }

    // PORT or FIRST-LAST, and /tcp or /udp: a port of the container's.
    static Func<ushort, string, bool> Port(string key, string text)
    {
        var parts = text.Split('/', 2);
        var ends = parts[0].Split('-', 2);
        if (!ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first) || !ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last))
            throw new HullException($"invalid filter {key}={text}: it reads PORT or FIRST-LAST, and /tcp or /udp", exitCode: 1);
        string protocol = parts.Length > 1 ? parts[1] : "tcp";
        return (port, its) => port >= first && port <= last && its == protocol;
    }

    // Also those whose image was made on that one.
    static Func<Container, ContainerStatus, bool> Ancestor(string name)
    {
        var image = Image.Get(name);
        var top = image.Top?.Chain;
        return (container, _) => container.ImageId == image.Id
            || top is not null && container.ImageId != "" && Image.Find(container.ImageId)?.Top?.Stack.Any(layer => layer.Chain == top) == true;
    }

    static Func<Container, ContainerStatus, bool> Before(string name)
    {
        var time = AllContainers.Get(name).Created;
        return (container, _) => container.Created < time;
    }

    static Func<Container, ContainerStatus, bool> Since(string name)
    {
        var time = AllContainers.Get(name).Created;
        return (container, _) => container.Created > time;
    }

    static Func<Container, ContainerStatus, bool> Volume(string text) => (container, _) => container.Volumes.Contains(text)
        || BundleReader.Read(container.Files.Bundle).Mounts.Any(mount => mount.Type == "bind" && (mount.Destination == text || mount.Source == text));
}
