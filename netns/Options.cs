using System.CommandLine;
using Linux;
using Netlink;
using Netlink.Routing;

namespace Netctl;

/// <summary>The options that many verbs share; they may stand before the verb or after it.</summary>
internal static class Options
{
    static readonly Option<string?> s_netns = new("--netns", "-n") { Description = "Work in this namespace: a name, or a path with a slash in it.", Recursive = true };
    static readonly Option<bool> s_json = new("--json", "-j") { Description = "Print JSON with the keys that ip -j has.", Recursive = true };
    static readonly Option<bool> s_ipv4 = new("--ipv4", "-4") { Description = "IPv4 only.", Recursive = true };
    static readonly Option<bool> s_ipv6 = new("--ipv6", "-6") { Description = "IPv6 only.", Recursive = true };

    public static IReadOnlyList<Option> All => [s_netns, s_json, s_ipv4, s_ipv6];

    public static bool Json(this ParseResult parsed) => parsed.GetValue(s_json);

    public static Family Family(this ParseResult parsed) =>
        parsed.GetValue(s_ipv4) ? Netlink.Family.Ipv4 : parsed.GetValue(s_ipv6) ? Netlink.Family.Ipv6 : Netlink.Family.Any;

    /// <summary>A socket in the namespace asked for: unlike ip, this leaves our own mounts as they are.</summary>
    public static RouteSocket OpenSocket(this ParseResult parsed)
    {
        if (parsed.GetValue(s_netns) is not { } name)
            return RouteSocket.Open();
        using var ns = OpenNamespace(name);
        return RouteSocket.Open(ns);
    }

    static NetNamespace OpenNamespace(string name)
    {
        try { return NamedNamespaces.Open(name); }
        catch (LinuxException e) { throw new CommandFailure(ExitCode.Usage, e.Message); }
    }
}
