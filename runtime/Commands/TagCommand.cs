using System.CommandLine;
using Cli;
using Hull.Events;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull tag, hull image tag</summary>
internal static class TagCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("image") { Description = ImageWork.NameHelp };
        var target = new Argument<string>("name") { Description = "NAME[:TAG]" };
        return new Verb("tag", "Gives an image one more name.", "hull tag busybox registry.example/busybox:1.36") { source, target }.Doing(parsed =>
        {
            string name = ImageName.Complete(parsed.GetRequiredValue(target));
            using var stays = ImageStore.Share();
            var image = Image.Get(parsed.GetRequiredValue(source));
            Repositories.Set(name, image.Id);
            Happened.To(image, "tag", name);
            return 0;
        });
    }
}
