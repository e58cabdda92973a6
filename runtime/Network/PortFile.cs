using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>Which ports of the host's were found for a container that left the choice to us, for as long as it runs: a line for each.</summary>
internal static class PortFile
{
    static string PathOf(string id) => $"{new ContainerFiles(id).Run}/ports";

    public static void Write(Container container, IEnumerable<PublishedPort> ports) =>
        AtomicFile.Write(PathOf(container.Id), System.Text.Encoding.ASCII.GetBytes(string.Join('\n', ports)), 0x180 /* 0600 */, flush: false);

    /// <summary>Null when it is as it was asked for.</summary>
    public static IReadOnlyList<PublishedPort>? Find(string id) =>
        SmallFile.Find(PathOf(id)) is { } text ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PublishedPort.Parse)] : null;
}
