using System.CommandLine;
using System.Globalization;
using Cli;
using Linux;
using Netctl.Completions;

namespace Netctl.Commands;

/// <summary>netctl attach NAME PID: names the namespace that a process is in.</summary>
internal static class AttachCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What it will be called in /run/netns." };
        var whose = new Argument<string>("pid")
        {
            HelpName = "PID|PATH", Description = "A process in the namespace, or where it is mounted: docker's are in /run/docker/netns.", CompletionSources = { Candidates.Processes },
        };
        var attach = new Verb("attach", """
            Gives the namespace that a process is in a name.

            Unlike ip netns, it also takes the path of a namespace. One that nobody has named is found by netctl list --all.
            """, "netctl attach blue $$", "netctl list") { name, whose };
        attach.SetAction(parsed =>
        {
            Attach(parsed.GetRequiredValue(name), parsed.GetRequiredValue(whose));
            return ExitCode.Ok;
        });
        return attach;
    }

    static void Attach(string name, string whose)
    {
        if (whose.Contains('/'))
            NamedNamespaces.Attach(name, NetNamespace.IsAt(whose) ? whose : throw new CommandFailure(ExitCode.Own, $"{whose} is no namespace"));
        else if (int.TryParse(whose, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
            NamedNamespaces.Attach(name, pid);
        else
            throw new CommandFailure(ExitCode.Own, $"Invalid PID: {whose}");
    }
}
