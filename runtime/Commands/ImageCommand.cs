using System.CommandLine;
using System.Text;
using Hull.Containers;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>hull image import, hull image rm</summary>
internal static class ImageCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A tar of a root file system, compressed by gzip or not." };
        var name = new Argument<string>("name") { Description = "NAME[:TAG]" };
        var import = new Command("import", "Makes an image of a root file system. Example: hull image import busybox.tar busybox") { file, name };
        import.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return Import(parsed.GetRequiredValue(file), ImageName.Complete(parsed.GetRequiredValue(name)));
        });
        return new Command("image", "Makes and removes images.") { import, CreateRemove() };
    }

    static Command CreateRemove()
    {
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "NAME[:TAG]" };
        var remove = new Command("rm", "Removes images. Example: hull image rm busybox") { names };
        remove.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return EachOf.Do(parsed.GetRequiredValue(names), name => Remove(Image.Get(name)));
        });
        return remove;
    }

    static void Remove(Image image)
    {
        using var onlyUs = AllContainers.Lock();
        if (AllContainers.List().FirstOrDefault(container => ImageName.Names(container.Image, image.Name)) is { } user)
            throw new HullException(
                $"cannot remove image {image.Name}: container {user.Name} is made of it; remove that one first (hull rm {user.Name})", exitCode: 1);
        image.Delete();
    }

    static int Import(string file, string name)
    {
        if (!File.Exists(file))
            throw new HullException($"there is no file {file}");
        try
        {
            using var tar = RootTar.Open(file);
            var (layer, size) = Layer.Unpack(tar);
            new Image(name, KernelRandom.Hex(32), DateTimeOffset.UtcNow, size, [layer.Digest]).Save();
            Stdio.WriteOutput(Encoding.UTF8.GetBytes($"{layer.Digest}\n"));
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new HullException($"{file} is no tar of a root file system: {e.Message}");
        }
    }
}
