using System.CommandLine;
using Cli;
using Hull.Commands.Showing;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull image prune</summary>
internal static class ImagePruneCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also those that have a name, unless a container is made of them." };
        var force = new Option<bool>("--force", "-f") { Description = "Taken for docker's sake: nothing is asked." };
        var filter = new PruneFilter("images", "dangling");
        return new Verb("prune", "Removes images without a name that no container is made of.", "hull image prune -a") { all, force, filter.Option }.Doing(parsed =>
        {
            var asked = filter.Read(parsed);
            bool named = parsed.GetValue(all) || asked.Has("dangling", "false") || asked.Has("dangling", "0");
            using var alone = ImageStore.Alone();
            long freed = 0;
            foreach (var image in Image.List())
            {
                var names = Repositories.Read().NamesOf(image.Id);
                if (ImageRemoveCommand.UserOf(image) is not null || names.Count > 0 && !named || !asked.Wants(image.Created, image.Config.Labels))
                    continue;
                long before = Image.SizeOfAll();
                ImageRemoveCommand.Untag(names);
                ImageRemoveCommand.Delete(image);
                freed += before - Image.SizeOfAll();
            }
            ImageWork.Print($"Total reclaimed space: {DecimalSize.Print(freed)}\n");
            return 0;
        });
    }
}
