using System.CommandLine;
using Cli;
using Cni;
using Linux;
using Netctl.Completions;

namespace Netctl.Commands;

/// <summary>The form that the verbs about one attachment share: <c>VERB NETWORK NAMESPACE [-i IFNAME] [--container-id ID]</c>.</summary>
internal static class AttachmentVerb
{
    public static Command Create(string name, string description, string[] examples, bool needsNamespace, Action<Runtime, NetworkList, Attachment, AttachOptions> work)
    {
        var network = new Argument<string>("network") { Description = "The network's name." };
        var ns = new Argument<string>("namespace") { Description = "The namespace: a name, or a path with a slash in it.", CompletionSources = { Candidates.Namespaces } };
        var ifName = new Option<string?>("--ifname", "-i") { Description = "The interface's name in the namespace; else CNI_IFNAME, else eth0." };
        var id = new Option<string?>("--container-id")
        {
            Description = "The attachment's container, as `netctl cni list` shows it; else made from the namespace's path.",
        };
        var verb = new Verb(name, description, examples) { network, ns, ifName, id };
        verb.SetAction(parsed => CniSurroundings.Do(() =>
        {
            string path = CniSurroundings.PathOf(parsed.GetRequiredValue(ns));
            var options = CniSurroundings.Options();
            var configuration = CniSurroundings.Network(parsed.GetRequiredValue(network));
            if (needsNamespace)
                CheckThatItIsThere(parsed.GetRequiredValue(ns), path);
            var at = new Attachment(
                parsed.GetValue(id) ?? CniSurroundings.ContainerIdOf(path), path, parsed.GetValue(ifName) ?? CniSurroundings.IfName);
            work(CniSurroundings.Runtime(), configuration, at, options);
        }));
        return verb;
    }

    static void CheckThatItIsThere(string name, string path)
    {
        using var ns = NetNamespace.Find(path);
        if (ns is null)
            throw new CommandFailure(ExitCode.Own, $"there is no network namespace at {path}"
                + (name.Contains('/') ? "" : $": `netctl add {name}` makes one"));
    }
}
