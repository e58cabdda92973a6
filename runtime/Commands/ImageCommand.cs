using System.CommandLine;
using System.Text;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>hull image import</summary>
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
        return new Command("image", "Works on images.") { import };
    }

    static int Import(string file, string name)
    {
        if (!File.Exists(file))
            throw new HullException($"there is no file {file}");
        try
        {
            using var tar = RootTar.Open(file);
            var (layer, size) = Layer.Unpack(tar);
            new Image(name, Linux.KernelRandom.Hex(32), DateTimeOffset.UtcNow, size, [layer.Digest]).Save();
            Stdio.WriteOutput(Encoding.UTF8.GetBytes($"{layer.Digest}\n"));
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new HullException($"{file} is no tar of a root file system: {e.Message}");
        }
    }
}
