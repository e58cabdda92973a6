using System.CommandLine;
using System.Globalization;
using System.Text;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>hull images</summary>
internal static class ImagesCommand
{
    public static Command Create()
    {
        var images = new Command("images", "Lists images, the newest first. Example: hull images");
        images.SetAction(_ =>
        {
            CommandLine.NeedRoot();
            var table = new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
            foreach (var image in Image.List())
            {
                var (repository, tag) = ImageName.Split(image.Name);
                table.Add(repository, tag, image.Id[..12], $"{HumanTime.Of(DateTimeOffset.UtcNow - image.Created)} ago", HumanSize(image.Size));
            }
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(table.ToString()));
            return 0;
        });
        return images;
    }

    /// <summary>As docker has it: powers of 1000, three digits.</summary>
    public static string HumanSize(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double size = bytes;
        int unit = 0;
        for (; size >= 1000 && unit < units.Length - 1; unit++)
            size /= 1000;
        string format = size >= 100 || unit == 0 ? "0" : size >= 10 ? "0.#" : "0.##";
        return size.ToString(format, CultureInfo.InvariantCulture) + units[unit];
    }
}
