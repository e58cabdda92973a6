using System.Runtime.InteropServices;

namespace Netlink.Routing;

/// <summary>What the kernel counts of a route, its times in hundredths of a second.</summary>
/// <param name="Expires">How long it is still to live; 0 for ever.</param>
/// <param name="Error">The errno that its packets are answered with, negative; 0 when they pass.</param>
public sealed record RouteAge(int Expires, int Error, uint Users, uint Used, uint LastUse)
{
    internal static RouteAge Parse(ReadOnlySpan<byte> bytes)
    {
        var info = MemoryMarshal.Read<RtaCacheInfo>(bytes);
        return new(info.Expires, (int)info.Error, info.Users, info.Used, info.LastUse);
    }
}
