using System.CommandLine;
using Cli;
using Hull.Archives;
using Hull.Events;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>hull save, hull image save</summary>
internal static class SaveCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; standard output without." };
        var names = new Argument<string[]>("image") { Arity = ArgumentArity.OneOrMore, Description = ImageWork.NameHelp };
        return new Verb("save", "Writes images to one archive, which docker, podman and hull load.", "hull save -o busybox.tar busybox") { output, names }.Doing(parsed =>
        {
            var images = Chosen(parsed.GetRequiredValue(names));
            if (parsed.GetValue(output) is null && Stdio.OutputIsTerminal)
                throw new HullException("an archive is nothing for a terminal: name a file by -o, or redirect it");
            WholeFile.Write(parsed.GetValue(output), to => ImageSaver.Save(images, to));
            foreach (var (image, own) in images) Happened.To(image, "save", own.Count == 0 ? null : own[0]);
            return 0;
        });
    }

    // One that was named takes this name along; one that was named by its id takes none.
    static List<(Image, IReadOnlyList<string>)> Chosen(string[] names)
    {
        var images = new Dictionary<string, (Image Image, List<string> Names)>();
        foreach (string name in names)
        {
            var image = Image.Get(name);
            images.TryAdd(image.Id, (image, []));
            if (ImageName.TryComplete(name) is { } full && Repositories.Read().Find(full) == image.Id && !images[image.Id].Names.Contains(full))
                images[image.Id].Names.Add(full);
        }
        return [.. images.Values.Select(one => (one.Image, (IReadOnlyList<string>)one.Names))];
    }
}
