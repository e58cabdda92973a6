using System.CommandLine;
using System.Globalization;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull images, hull image ls</summary>
internal static class ImagesCommand
{
    const string None = "<none>";

    public static Command Create(string word)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Taken for docker's sake: no image is hidden." };
        var whole = new Option<bool>("--no-trunc") { Description = "Cut no id." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Only those of this NAME, or NAME:TAG." };
        return new Command(word, "Lists images, the newest first. Example: hull images") { all, whole, quiet, name }.Doing(parsed =>
        {
            var rows = Rows(parsed.GetValue(name), parsed.GetValue(whole));
            ImageWork.Print(parsed.GetValue(quiet) ? string.Concat(rows.Select(row => row[2]).Distinct().Select(id => id + "\n")) : Text(rows));
            return 0;
        });
    }

    static string Text(IEnumerable<string[]> rows)
    {
        var table = new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
        foreach (var row in rows)
            table.Add(row);
        return table.ToString();
    }

    static List<string[]> Rows(string? only, bool whole)
    {
        string? full = only is null ? null : ImageName.Complete(only);
        bool tagged = only is not null && only.LastIndexOf(':') > only.LastIndexOf('/');
        var names = Repositories.Read();
        var rows = new List<string[]>();
        foreach (var image in Image.List())
        {
            string id = whole ? image.Id : image.ShortId, created = $"{HumanTime.Of(DateTimeOffset.UtcNow - image.Created)} ago", size = HumanSize(image.Size);
            var own = names.NamesOf(image.Id);
            foreach (string name in own.Count == 0 && full is null ? [""] : own)
            {
                var (repository, tag) = name == "" ? (None, None) : ImageName.Split(name);
                if (full is null || (tagged ? name == full : repository == ImageName.Split(full).Repository))
                    rows.Add([repository, tag, id, created, size]);
            }
        }
        return rows;
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
