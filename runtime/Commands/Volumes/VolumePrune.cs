using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Volumes;

namespace Hull.Commands.Volumes;

/// <summary>hull volume prune: as docker does it, those that somebody chose a name for stay, unless all are asked for.</summary>
internal static class VolumePrune
{
    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also those that somebody chose a name for." };
        var force = new Option<bool>("--force", "-f") { Description = "Taken for docker's sake: nothing is asked." };
        return new Verb("prune", "Removes volumes that no container has.", "hull volume prune -a") { all, force }.Doing(parsed =>
        {
            using var onlyUs = AllContainers.Lock();
            foreach (var volume in Volume.List().Where(volume => volume.User is null && (parsed.GetValue(all) || Archives.Digest.IsHex(volume.Name))).ToList())
            {
                volume.Delete();
                Happened.To(volume, "destroy");
                ImageWork.Print(volume.Name + "\n");
            }
            return 0;
        });
    }
}
