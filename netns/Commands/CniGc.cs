using System.CommandLine;
using Cli;
using Cni;
using Linux;
using Netctl.Completions;

namespace Netctl.Commands;

/// <summary>
/// netctl cni gc NETWORK: takes away what nobody has any more. Unlike cnitool's, which takes away everything, it keeps what lives.
/// </summary>
internal static class CniGc
{
    public static Command Create()
    {
        var network = new Argument<string>("network") { Description = "The network's name." };
        var namespaces = new Argument<string[]>("namespace")
        {
            Arity = ArgumentArity.ZeroOrMore, Description = "Namespaces whose attachments are kept whether or not they are there.",
            CompletionSources = { Candidates.Namespaces },
        };
        var keep = new Option<string[]>("--keep") { Description = "CONTAINER-ID:IFNAME of an attachment to keep, as `netctl cni list` shows them; can be given often." };
        var all = new Option<bool>("--all") { Description = "Keep only what is named: everything else of the network is taken away, the living too." };
        var gc = new Verb("gc", """
            Detaches what is attached to a network but whose namespace is gone, and has the plugins free what they hold for nobody (in networks of version
            1.1.0; before that plugins knew no GC). Prints what was detached.
            """, [.. CniCommand.Attached, "netctl delete blue", "netctl cni gc demo"])
        {
            network, namespaces, keep, all,
        };
        gc.SetAction(parsed => CniSurroundings.Do(() =>
        {
            var kept = parsed.GetValue(keep)!.Select(Parse)
                .Concat(parsed.GetValue(namespaces)!.Select(name =>
                    new AttachmentKey(CniSurroundings.ContainerIdOf(CniSurroundings.PathOf(name)), CniSurroundings.IfName)))
                .ToHashSet();
            Func<CachedAttachment, bool> isAlive = parsed.GetValue(all) ? _ => false : CniSurroundings.IsAlive;
            foreach (var gone in CniSurroundings.Runtime().Gc(CniSurroundings.Network(parsed.GetRequiredValue(network)), kept, isAlive))
                Stdio.WriteOutput(System.Text.Encoding.UTF8.GetBytes($"{gone.Attachment.ContainerId}:{gone.Attachment.IfName}\n"));
        }));
        return gc;
    }

    static AttachmentKey Parse(string text) => text.Split(':') is [{ Length: > 0 } id, { Length: > 0 } ifName]
        ? new(id, ifName)
        : throw new CommandFailure(ExitCode.Usage, $"--keep {text} is not understood: it reads CONTAINER-ID:IFNAME");
}
