using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Volumes;

namespace Hull.Commands.Volumes;

/// <summary>hull volume rm</summary>
internal static class VolumeRm
{
    public static Command Create()
    {
        var names = VolumeCommand.Names();
        return new Verb("rm", "Removes volumes and what is in them.", "hull volume rm data") { names }.Doing(parsed =>
            EachOf.Do(parsed.GetRequiredValue(names), name =>
            {
                using var onlyUs = AllContainers.Lock();
                var volume = Volume.Get(name);
                volume.Delete();
                Happened.To(volume, "destroy");
            }));
    }
}
