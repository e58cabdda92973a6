using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Layers;

namespace Hull.Commands;

/// <summary>hull diff</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        return new Verb("diff", "Lists what a container changed in its files: A is new, C is changed, D is gone.", "hull diff web") { name }.Doing(parsed =>
        {
            var container = AllContainers.Get(parsed.GetRequiredValue(name));
            var folders = container.Files.Layers.Own.Diffs.ToList();
            // The folder that was given in an image's place lies below all of them.
            var below = container.ImageId == "" ? folders.Skip(1).Append(container.Image) : folders.Skip(1);
            ImageWork.Print(string.Concat(LayerChanges.Of(folders[0], [.. below]).Select(change => $"{change.Kind} {change.Path}\n")));
            return 0;
        });
    }
}
