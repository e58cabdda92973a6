using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>The words of iproute2's rt_scopes.</summary>
internal static class ScopeName
{
    public static string Of(Scope scope) => Enum.IsDefined(scope) ? scope.ToString().ToLowerInvariant() : $"{(byte)scope}";
}
