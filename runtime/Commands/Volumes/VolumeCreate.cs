using System.CommandLine;
using Cli;
using Hull.Volumes;

namespace Hull.Commands.Volumes;

/// <summary>hull volume create</summary>
internal static class VolumeCreate
{
    public static Command Create()
    {
        var labels = new Option<string[]>("--label", "-l") { Description = "A note on the volume, NAME=value." };
        var name = new Argument<string?>("volume") { Arity = ArgumentArity.ZeroOrOne, Description = "Its name; one at random without." };
        return new Verb("create", "Makes an empty volume.", "hull volume create --label stage=test data") { labels, name }.Doing(parsed =>
        {
            var volume = parsed.GetValue(name) is { } given ? Volume.Ensure(given) : Volume.Draw();
            if (parsed.GetValue(labels) is { Length: > 0 } asked)
                volume.SetLabels(asked);
            ImageWork.Print(volume.Name + "\n");
            return 0;
        });
    }
}
