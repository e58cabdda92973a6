using Hull.Containers;

namespace Hull.Network;

/// <summary>A container's ports as ps shows them: the published ones, and without a port of the host's those that it is only said to serve.</summary>
internal static class PortListing
{
    public static string Of(Container container)
    {
        var inside = container.Ports.Select(port => port.Inside).ToHashSet();
        return string.Join(", ", Published(container.Ports).Concat(container.Config.ExposedPorts.Where(port => !inside.Contains(port))));
    }

    // Those that follow one another are one: nobody reads a thousand.
    static IEnumerable<string> Published(IReadOnlyList<PublishedPort> ports)
    {
        var sorted = ports.OrderBy(port => port.Address is null ? "" : port.Address.ToString()).ThenBy(port => port.Protocol, StringComparer.Ordinal).ThenBy(port => port.HostPort).ToList();
        for (int first = 0, next; first < sorted.Count; first = next)
        {
            for (next = first + 1; next < sorted.Count && Follows(sorted[next - 1], sorted[next]); next++) continue;
            yield return sorted[first].ListingOf(next - first);
        }
    }

    static bool Follows(PublishedPort one, PublishedPort other) =>
        Equals(one.Address, other.Address) && one.Protocol == other.Protocol && other.HostPort == one.HostPort + 1 && other.ContainerPort == one.ContainerPort + 1;
}
