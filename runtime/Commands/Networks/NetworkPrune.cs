using System.CommandLine;
using System.Text;
using Cli;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Commands.Networks;

/// <summary>hull network prune</summary>
internal static class NetworkPrune
{
    public static Command Create()
    {
        var force = new Option<bool>("--force", "-f") { Description = "For those who are used to it: nothing is ever asked." };
        var filter = new PruneFilter("networks");
        var prune = new Verb("prune", "Removes the networks that hull made and no container has.", "hull network prune") { force, filter.Option };
        prune.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var asked = filter.Read(parsed);
            using var onlyUs = AllContainers.Lock();
            foreach (var network in KnownNetwork.All().Where(network => network.File is not null && asked.Wants(network.Record!.Created, network.Record.Labels) && !network.Users().Any()))
            {
                NetworkRm.RemoveUnused(network);
                Stdio.WriteOutput(Encoding.UTF8.GetBytes(network.Name + "\n"));
            }
            return 0;
        });
        return prune;
    }
}
