using System.CommandLine;
using Cli;
using Linux;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl add NAME…: makes namespaces.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "What they will be called in /run/netns." };
        var up = new Option<bool>("--up") { Description = "Bring lo up: without it not even one's own addresses can be reached.", Arity = ArgumentArity.Zero };
        var add = new Verb("add", """
            Makes namespaces, each with lo alone in it.

            Unlike ip netns, it makes several in one call, and does not take the file of an add that was killed for a namespace.
            """, "netctl add blue red --up", "netctl exec blue ping -c 1 127.0.0.1") { names, up };
        add.SetAction(parsed => EachName.Do(parsed.GetRequiredValue(names), parsed.GetValue(up) ? AddUp : NamedNamespaces.Add));
        return add;
    }

    public static int Add(string[] names) => EachName.Do(names, NamedNamespaces.Add);

    static void AddUp(string name)
    {
        NamedNamespaces.Add(name);
        using var ns = NamedNamespaces.Open(name);
        using var socket = RouteSocket.Open(ns);
        socket.Links.Change(new LinkChange("lo") { Up = true });
    }
}
