using System.CommandLine;
using Cli;
using Hull.Commands.Showing;
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
        var filters = new Filters("volumes", "label", "label!", "all").WithoutLetter();
        return new Verb("prune", "Removes volumes that no container has.", "hull volume prune -a") { all, force, filters.Option }.Doing(parsed =>
        {
            var asked = filters.Read(parsed);
            bool named = parsed.GetValue(all) || asked["all"].Any(value => Filters.Truth("all", value));
            using var onlyUs = AllContainers.Lock();
            foreach (var volume in Volume.List().Where(volume => (named || Archives.Digest.IsHex(volume.Name)) && IsWanted(volume, asked) && volume.User is null).ToList())
            {
                volume.Delete();
                Happened.To(volume, "destroy");
                ImageWork.Print(volume.Name + "\n");
            }
            return 0;
        });
    }

    static bool IsWanted(Volume volume, ILookup<string, string> asked) => Filters.HaveLabels(asked, volume.Labels)
        && (!asked.Contains("label!") || !Filters.HaveLabels(asked, volume.Labels, "label!"));
}
