using System.CommandLine;
using Cli;
using Netctl.Listings;
using Netfilter.Conntrack;

namespace Netctl.Commands;

/// <summary>netctl conntrack: the connections that a namespace's kernel keeps track of.</summary>
internal static class ConntrackCommand
{
    public static Command Create()
    {
        var conntrack = new Verb("conntrack", """
            Shows the connections that the kernel keeps track of, as conntrack(8) does, and has it forget some.

            Options of conntrack itself stand after the verb; those of netctl by the same letters (-s, -d, -p) before it: with -d, or -j, family and id are shown too. JSON has family,
            protocol, protonum, timeout, state, original and reply (src, dst, sport, dport or type, code, id; packets, bytes), status, mark, zone, delta-time, use and id.
            """, "netctl conntrack", "netctl conntrack list -p tcp --state ESTABLISHED");
        conntrack.Add(Verb("list", "Lists connections: all, or those that all of the options hold for.", ["-L", "show", "ls"], List, "netctl conntrack list -p tcp --dport 80"));
        conntrack.Add(Verb("delete", "Forgets the connections that all of the options hold for, and shows them; at least one option must be given. Exits with 1 when there are none.",
            ["-D", "del", "rm"], Delete, "netctl conntrack delete -p udp -d 192.0.2.1 || true"));
        conntrack.Add(Verb("count", "Tells how many there are.", ["-C"], (parsed, _) => Count(parsed), "netctl conntrack count"));
        conntrack.SetAction(parsed => List(parsed, new ConntrackOptions()));
        return conntrack;
    }

    static Command Verb(string name, string description, string[] aliases, Func<ParseResult, ConntrackOptions, int> work, string example)
    {
        var verb = new Verb(name, description, example);
        foreach (string alias in aliases) verb.Aliases.Add(alias);
        var options = new ConntrackOptions();
        if (name != "count") options.AddTo(verb);
        verb.SetAction(parsed => work(parsed, options));
        return verb;
    }

    static int List(ParseResult parsed, ConntrackOptions options)
    {
        using var socket = parsed.Open(ConntrackSocket.Open);
        return Print(parsed, options.List(parsed, socket));
    }

    static int Delete(ParseResult parsed, ConntrackOptions options)
    {
        if (!options.AreAny(parsed)) throw new CommandFailure(ExitCode.Usage, "Which connections are to be forgotten must be said: see netctl conntrack delete --help.");
        using var socket = parsed.Open(ConntrackSocket.Open);
        var meant = options.List(parsed, socket);
        if (meant.Count == 0) throw new CommandFailure(ExitCode.Own, "There is no such connection.");
        meant.ForEach(socket.Delete);
        return Print(parsed, meant);
    }

    static int Count(ParseResult parsed)
    {
        using var socket = parsed.Open(ConntrackSocket.Open);
        var to = new Listing(parsed.Modes());
        uint count = socket.Count();
        using (to.Item()) to.Put("count", count, $"{count}\n");
        return to.Print();
    }

    static int Print(ParseResult parsed, List<Connection> connections)
    {
        var to = new Listing(parsed.Modes());
        foreach (var connection in connections) ConnectionListing.Put(to, connection);
        return to.Print();
    }
}
