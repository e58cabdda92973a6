using System.CommandLine;
using Hull.Images;
using Hull.Layers;

namespace Hull.Commands;

/// <summary>hull history, hull image history</summary>
internal static class HistoryCommand
{
    const string Missing = "<missing>";

    public static Command Create()
    {
        var whole = new Option<bool>("--no-trunc") { Description = "Cut nothing." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var name = new Argument<string>("image") { Description = ImageWork.NameHelp };
        return new Command("history", "Shows how an image came to be, the latest step first. Example: hull history busybox") { whole, quiet, name }.Doing(parsed =>
        {
            var image = Image.Get(parsed.GetRequiredValue(name));
            var rows = Rows(image, parsed.GetValue(whole));
            ImageWork.Print(parsed.GetValue(quiet) ? string.Concat(rows.Select(row => row[0] + "\n")) : Text(rows));
            return 0;
        });
    }

    static string Text(IEnumerable<string[]> rows)
    {
        var table = new Table("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
        foreach (var row in rows)
            table.Add(row);
        return table.ToString();
    }

    // Only the last step's image is known by an id here: the others were made elsewhere, or have gone.
    static List<string[]> Rows(Image image, bool whole)
    {
        var layers = new Stack<Layer>(image.Top?.Stack ?? []);
        var steps = image.History.Count > 0 ? image.History : [.. image.Diffs.Select(_ => new HistoryStep(image.Created, "", "", "", IsEmpty: false))];
        var rows = new List<string[]>();
        foreach (var step in steps.Reverse())
        {
            long size = !step.IsEmpty && layers.TryPop(out var layer) ? layer.Size : 0;
            string id = rows.Count > 0 ? Missing : whole ? image.Id : image.ShortId;
            rows.Add([id, $"{HumanTime.Of(DateTimeOffset.UtcNow - step.Created)} ago", Cut(step.CreatedBy, whole), ImagesCommand.HumanSize(size), step.Comment]);
        }
        return rows;
    }

    static string Cut(string command, bool whole)
    {
        string line = command.Replace('\t', ' ').Replace('\n', ' ');
        return whole || line.Length <= 45 ? line : line[..44] + "…";
    }
}
