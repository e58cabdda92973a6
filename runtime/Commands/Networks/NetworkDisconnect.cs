using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>hull network disconnect</summary>
internal static class NetworkDisconnect
{
    public static Command Create()
    {
        var force = new Option<bool>("--force", "-f") { Description = "For those who are used to it." };
        var network = new Argument<string>("network") { Description = "The network's name or id." };
        var named = new Argument<string>("container") { Description = "The container's name or id." };
        var disconnect = new Verb("disconnect", "Takes a container out of a network, while it runs or before.", "hull network disconnect shop web") { force, network, named };
        disconnect.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var container = AllContainers.Get(parsed.GetRequiredValue(named));
            string name = KnownNetwork.Get(parsed.GetRequiredValue(network)).Name;
            var use = new NetworkFiles(container).All().FirstOrDefault(use => use.Network == name)
                ?? throw new HullException($"container {container.Name} is not connected to network {name}", exitCode: 1);
            LiveNetwork.Disconnect(container, use);
            return 0;
        });
        return disconnect;
    }
}
