using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Commands.Showing;
using Hull.Network;

namespace Hull.Commands;

/// <summary>hull port</summary>
internal static class PortCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        var port = new Argument<string?>("port") { Arity = ArgumentArity.ZeroOrOne, Description = "PORT[/PROTOCOL] of the container's: only where this one is published." };
        var show = new ShowOptions();
        return show.AddTo(new Verb("port", "Lists which ports of the host's lead to a container.", "hull port web 80") { name, port }).Doing(parsed =>
        {
            var container = AllContainers.Get(parsed.GetRequiredValue(name));
            var published = Published(container);
            if (parsed.GetValue(port) is not { } wanted)
                return show.Print(parsed, Listing(), published, "{{.ContainerPort}} -> {{.HostAddress}}");
            string inside = wanted.Contains('/') ? wanted.ToLowerInvariant() : $"{wanted}/tcp";
            published = [.. published.Where(one => one.Inside == inside)];
            if (published.Count == 0)
                throw new HullException($"No public port '{wanted}' published for {container.Name}", exitCode: 1);
            return show.Print(parsed, Listing(), published, "{{.HostAddress}}");
        });
    }

    /// <summary>Nothing is published of a container that does not run.</summary>
    public static IReadOnlyList<PublishedPort> Published(Container container) =>
        ContainerStatus.Of(container).Pid == 0 ? [] : [.. container.Ports.OrderBy(port => port.ContainerPort).ThenBy(port => port.Protocol, StringComparer.Ordinal).ThenBy(port => port.HostPort)];

    static Listing<PublishedPort> Listing() => new("{{.ContainerPort}}\t{{.HostAddress}}",
        new("ContainerPort", "PORT", port => port.Inside),
        new("HostAddress", "ADDRESS", port => $"{HostIp(port, brackets: true)}:{port.HostPort}"),
        new("HostIp", "HOST IP", port => HostIp(port, brackets: false)),
        new("HostPort", "HOST PORT", port => $"{port.HostPort}"));

    static string HostIp(PublishedPort port, bool brackets) => port.Address is null ? "0.0.0.0"
        : brackets && port.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{port.Address}]" : port.Address.ToString();
}
