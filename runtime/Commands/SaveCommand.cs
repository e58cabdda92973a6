using System.CommandLine;
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
        return new Command("save", "Writes images to one archive, which docker, podman and hull load. Example: hull save -o busybox.tar busybox") { output, names }.Doing(parsed =>
        {
            var images = Chosen(parsed.GetRequiredValue(names));
            if (parsed.GetValue(output) is { } file)
                SaveTo(file, images);
            else if (Stdio.OutputIsTerminal)
                throw new HullException("an archive is nothing for a terminal: name a file by -o, or redirect it");
            else
                ImageSaver.Save(images, Stdio.WriteOutput);
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

    // Under another name until it is whole.
    static void SaveTo(string path, List<(Image, IReadOnlyList<string>)> images)
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = FileDescriptor.Append(draft, 0x180 /* 0600 */))
                ImageSaver.Save(images, file.Write);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            SmallFile.Remove(draft);
        }
    }
}
