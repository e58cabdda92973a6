using System.CommandLine;

namespace Netctl.Commands;

/// <summary>netctl cni del NETWORK NAMESPACE: detaches a namespace.</summary>
internal static class CniDel
{
    public static Command Create()
    {
        var del = AttachmentVerb.Create("del",
            "Detaches a namespace; that it is gone, or was never attached, is no failure.",
            [.. CniCommand.Attached, "netctl cni del demo blue"], needsNamespace: false,
            (runtime, network, at, options) => runtime.Del(network, at, options));
        del.Aliases.Add("delete");
        return del;
    }
}
