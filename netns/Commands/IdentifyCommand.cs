using System.CommandLine;
using System.Globalization;
using Cli;
using Linux;
using Netctl.Completions;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl identify [PID]: the names of the namespace that a process is in.</summary>
internal static class IdentifyCommand
{
    public static Command Create()
    {
        var pid = new Argument<string?>("pid") { Arity = ArgumentArity.ZeroOrOne, Description = "A process; netctl itself unless one is given.", CompletionSources = { Candidates.Processes } };
        var self = new Option<bool>("--self") { Description = "netctl's own namespace, and so that of the shell it is called from." };
        var identify = new Verb("identify", """
            Says what the namespace is called that a process is in: an empty line when it has no name.

            Unlike ip netns, which tells one of them, it tells every name.
            """, "netctl add blue", "netctl exec blue netctl identify --self") { pid, self };
        identify.SetAction(parsed => Run(parsed, parsed.GetValue(pid)));
        return identify;
    }

    static int Run(ParseResult parsed, string? pid)
    {
        if (pid is not null && (!int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0))
            throw new CommandFailure(ExitCode.Own, $"Specified string '{pid}' is not a pid");
        using var ns = pid is null ? NetNamespace.Current() : NetNamespace.Find($"/proc/{pid}/ns/net");
        if (ns is null)
            throw new CommandFailure(ExitCode.Own, $"Cannot open network namespace: {Errno.NoEntry.Text()}: there is no process {pid}");
        var to = new Listing(parsed.Modes());
        var names = NamedNamespaces.NamesOf(ns);
        foreach (string name in names)
            using (to.Item())
                to.Put("name", name, $"{name}\n");
        if (names.Count == 0) to.EndLine();
        return to.Print();
    }
}
