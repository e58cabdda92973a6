using System.CommandLine;
using Cli;

namespace Netctl.Commands;

/// <summary>netctl cni status NETWORK: whether an add could succeed now.</summary>
internal static class CniStatus
{
    public static Command Create()
    {
        var network = new Argument<string>("network") { Description = "The network's name." };
        var ns = new Argument<string?>("namespace") { Arity = ArgumentArity.ZeroOrOne, Description = "Not looked at; cnitool wants it." };
        var status = new Verb("status",
            "Asks every plugin of a network whether an add could succeed now (networks of version 1.1.0; of others nothing is known).",
            [.. CniCommand.Demo, "netctl cni status demo"]) { network, ns };
        status.SetAction(parsed => CniSurroundings.Do(() =>
            CniSurroundings.Runtime().Status(CniSurroundings.Network(parsed.GetRequiredValue(network)))));
        return status;
    }
}
