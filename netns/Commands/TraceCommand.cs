using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cli;
using Netctl.Completions;
using Netctl.Hosts;
using Netctl.Listings;
using Netctl.Trace;
using Netlink;

namespace Netctl.Commands;

/// <summary>netctl trace FROM TO:PORT: which way a connection would take through the namespaces of this host, and where it would end.</summary>
internal static class TraceCommand
{
    static readonly Argument<string> s_from = new("from")
    {
        Description = "A namespace, an address, host for where netctl is called, or outside for who comes by the default route.",
        CompletionSources = { Candidates.Namespaces },
    };

    static readonly Argument<string> s_to = new("to") { Description = "ADDRESS:PORT, [ADDRESS6]:PORT or NAMESPACE:PORT; without a port it is ping's request." };
    static readonly Option<bool> s_udp = new("--udp", "-u") { Description = "A datagram of UDP; else a connection of TCP." };

    public static Command Create()
    {
        var trace = new Verb("trace", """
            Tells which way a packet takes through this host's namespaces, and where it would be dropped and why.

            Step by step: the route, the nftables rule or map element that sends it elsewhere or lets it pass, the bridge port, the neighbour; then who listens, and
            whether the answer comes back. Nothing is sent: routes are the kernel's answers, rules are gone through as the kernel would. Rules of iptables-legacy
            and matches that are iptables' own are not looked into; those met are told. Exit codes: 0 it connects, 1 it does not.
            """, "netctl add blue", "netctl -n blue link set lo up", "netctl trace blue 127.0.0.1:80 || echo nobody listens there yet") { s_from, s_to, s_udp };
        trace.SetAction(Run);
        return trace;
    }

    static int Run(ParseResult parsed)
    {
        using var places = new Places();
        var (to, port) = Target(places, parsed.GetRequiredValue(s_to), parsed.Family());
        byte icmp = to.AddressFamily == AddressFamily.InterNetworkV6 ? (byte)58 : (byte)1;
        var tracing = new Tracing(places);
        var (ending, reason) = tracing.Run(parsed.GetRequiredValue(s_from), to, port, port == 0 ? icmp : parsed.GetValue(s_udp) ? (byte)17 : (byte)6);
        Show(parsed, tracing, ending, reason);
        return ending == Ending.Connects ? ExitCode.Ok : ExitCode.Own;
    }

    static (IPAddress, ushort) Target(Places places, string text, Family family)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && (text.IndexOf(':') == colon || text[colon - 1] == ']');
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        ushort port = 0;
        if (hasPort && !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port))
            throw new CommandFailure(ExitCode.Usage, $"\"{text[(colon + 1)..]}\" is no port: a destination is ADDRESS:PORT, such as 10.1.0.5:80 or [fd00::5]:80");
        if (IPAddress.TryParse(host, out var address)) return (address, port);
        if (places.Named(host) is not { } place)
            return (HostNames.Resolve(host, null), port);
        var own = place.Addresses.Find(one => one.Scope == Netlink.Routing.Scope.Global && one.Ip.Family() == (family == Family.Ipv6 ? Family.Ipv6 : Family.Ipv4))
            ?? throw new CommandFailure(ExitCode.Own, $"{host} has no address to be reached by; netctl -n {host} addr shows those that it has");
        return (own.Ip, port);
    }

    static void Show(ParseResult parsed, Tracing tracing, Ending ending, string reason)
    {
        var to = new Listing(parsed.Modes());
        int width = tracing.Steps.Count == 0 ? 0 : tracing.Steps.Max(step => step.Place.Length);
        string last = "";
        using (to.Item())
        {
            using (to.List("steps"))
                foreach (var step in tracing.Steps)
                    using (to.Item())
                    {
                        to.Put("namespace", step.Place, (step.Place == last ? "" : step.Place).PadRight(width), Tone.Name);
                        to.Put("kind", step.Kind, $"  {step.Kind,-11} ");
                        to.Put("what", step.Text, step.Text);
                        to.EndLine();
                        last = step.Place;
                    }
            to.Put("unknown", tracing.Unknown, "");
            foreach (string rule in tracing.Unknown) to.Text($"not judged, and taken for not matching: {rule}\n");
            to.Put("ending", Word(ending), $"{Word(ending)}: ", ending == Ending.Connects ? Tone.Up : Tone.Down);
            to.Put("reason", reason, reason);
            to.EndLine();
        }
        to.Print();
    }

    static string Word(Ending ending) => ending switch
    {
        Ending.Connects => "connects", Ending.IsRefused => "refused", Ending.IsUnreachable => "unreachable", Ending.LeavesHost => "leaves this host", _ => "lost",
    };
}
