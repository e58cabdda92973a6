using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl cni check NETWORK NAMESPACE: whether all is as it was made.</summary>
internal static class CniCheck
{
    public static Command Create() => AttachmentVerb.Create("check",
        "Asks every plugin whether the attachment is as it was made; says what is missing or different.",
        [.. CniCommand.Attached, "netctl cni check demo blue"], needsNamespace: true,
        (runtime, network, at, options) => runtime.Check(network, at, options));
}
