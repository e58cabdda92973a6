using System.CommandLine;
using System.Globalization;
using Cli;
using Linux;
using Netctl.Completions;

namespace Netctl.Commands;

/// <summary>netctl set NAME ID|auto: the number by which this namespace is to know another.</summary>
internal static class SetCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The other namespace.", CompletionSources = { Candidates.Namespaces } };
        var id = new Argument<string>("id") { HelpName = "ID|auto", Description = "A number from 0 on, or auto for one that is free.", CompletionSources = { "auto" } };
        var set = new Verb("set", "Gives a namespace the id by which this one knows it. It keeps it for as long as both live.",
            "netctl add blue", "netctl set blue 7", "netctl list") { name, id };
        set.SetAction(parsed => Set(parsed, parsed.GetRequiredValue(name), parsed.GetRequiredValue(id)));
        return set;
    }

    static int Set(ParseResult parsed, string name, string id)
    {
        using var ns = NamedNamespaces.Open(name);
        using var socket = parsed.OpenSocket();
        socket.NamespaceIds.Assign(ns, id == "auto" ? null : Number(id));
        return ExitCode.Ok;
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new CommandFailure(ExitCode.Usage, $"argument \"{text}\" is wrong: an id is auto or a number from 0 to {int.MaxValue}");
}
