using System.CommandLine;

namespace Hull.Commands.Volumes;

/// <summary>hull volume create, ls, inspect, rm, prune</summary>
internal static class VolumeCommand
{
    public static Command Create() => new("volume", "Makes, lists and removes folders that outlive containers.")
    {
        VolumeCreate.Create(), VolumeLs.Create(), VolumeInspect.Create(), VolumeRm.Create(), VolumePrune.Create(),
    };

    public static Argument<string[]> Names() => new("volume") { Arity = ArgumentArity.OneOrMore, Description = "Names of volumes." };
}
