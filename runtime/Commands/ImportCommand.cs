using System.CommandLine;
using Cli;
using Hull.Events;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull import, hull image import</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var changes = new Option<string[]>("--change", "-c") { Description = "A Dockerfile's instruction on how it is run: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR, STOPSIGNAL." };
        var message = new Option<string?>("--message", "-m") { Description = "What its history says of it." };
        var platform = new Option<string?>("--platform") { Description = "OS/ARCHITECTURE of its programs; this machine's without." };
        var file = new Argument<string>("file") { Description = "A tar of a root file system, compressed by gzip or not; - for standard input." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "NAME[:TAG]" };
        return new Verb("import", "Makes an image of a root file system.", "hull import -c 'CMD [\"sh\"]' busybox.tar busybox")
        {
            changes, message, platform, file, name,
        }.Doing(parsed =>
        {
            string from = parsed.GetRequiredValue(file);
            string? full = parsed.GetValue(name) is { } given ? ImageName.Complete(given) : null;
            var config = ConfigChange.Apply(new(), parsed.GetValue(changes) ?? []);
            var image = ImageMaker.Import(from, full, new(config, ImageWork.Platform(parsed.GetValue(platform)))
            {
                Comment = parsed.GetValue(message) ?? $"Imported from {from}",
            });
            Happened.To(image, "import", full);
            ImageWork.Print($"{image.Id}\n");
            return 0;
        });
    }
}
