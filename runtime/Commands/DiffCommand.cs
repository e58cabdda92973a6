using System.CommandLine;
using Cli;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Layers;

namespace Hull.Commands;

/// <summary>hull diff</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("container") { Description = "A name or id, or the beginning of an id." };
        var show = new ShowOptions();
        return show.AddTo(new Verb("diff", "Lists what a container changed in its files: A is new, C is changed, D is gone.", "hull diff web") { name }).Doing(parsed =>
        {
            var container = AllContainers.Get(parsed.GetRequiredValue(name));
            var folders = container.Files.Layers.Own.Diffs.ToList();
            // The folder that was given in an image's place lies below all of them.
            var below = container.ImageId == "" ? folders.Skip(1).Append(container.Image) : folders.Skip(1);
            return show.Print(parsed, s_listing, LayerChanges.Of(folders[0], [.. below]), "{{.Kind}} {{.Path}}");
        });
    }

    static readonly Listing<(char Kind, string Path)> s_listing = new("{{.Kind}}\t{{.Path}}",
        new("Kind", "KIND", change => $"{change.Kind}"),
        new("Path", "PATH", change => change.Path));
}
