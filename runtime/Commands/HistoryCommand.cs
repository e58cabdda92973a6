using System.CommandLine;
using System.Globalization;
using Cli;
using Hull.Commands.Showing;
using Hull.Images;
using Hull.Layers;

namespace Hull.Commands;

/// <summary>hull history, hull image history</summary>
internal static class HistoryCommand
{
    const string Missing = "<missing>", Usual = "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

    sealed record Row(string Id, HistoryStep Step, long Size);

    public static Command Create()
    {
        var whole = new Option<bool>("--no-trunc") { Description = "Cut nothing." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var human = new Option<bool>("--human", "-H") { DefaultValueFactory = _ => true, Description = "Sizes and times in words; --human=false for bytes and dates." };
        var name = new Argument<string>("image") { Description = ImageWork.NameHelp };
        var show = new ShowOptions();
        return show.AddTo(new Verb("history", "Shows how an image came to be, the latest step first.", "hull history busybox") { whole, quiet, human, name }).Doing(parsed =>
        {
            bool all = parsed.GetValue(whole) || show.IsWhole(parsed);
            var rows = Rows(Image.Get(parsed.GetRequiredValue(name)), all);
            return show.Print(parsed, Listing(all, parsed.GetValue(human)), rows, parsed.GetValue(quiet) ? "{{.ID}}" : null);
        });
    }

    static Listing<Row> Listing(bool whole, bool human) => new(Usual,
        new("ID", "IMAGE", row => row.Id),
        new("CreatedSince", "CREATED", row => human ? ShownTime.Ago(row.Step.Created) : ShownTime.Rfc3339(row.Step.Created)),
        new("CreatedAt", "CREATED AT", row => ShownTime.Rfc3339(row.Step.Created)),
        new("CreatedBy", "CREATED BY", row => Cut(row.Step.CreatedBy, whole)),
        new("Size", "SIZE", row => human ? DecimalSize.Print(row.Size) : row.Size.ToString(CultureInfo.InvariantCulture)),
        new("Comment", "COMMENT", row => row.Step.Comment));

    // Only the last step's image is known by an id here: the others were made elsewhere, or have gone.
    static List<Row> Rows(Image image, bool whole)
    {
        var layers = new Stack<Layer>(image.Top?.Stack ?? []);
        var steps = image.History.Count > 0 ? image.History : [.. image.Diffs.Select(_ => new HistoryStep(image.Created, "", "", "", IsEmpty: false))];
        var rows = new List<Row>();
        foreach (var step in steps.Reverse())
        {
            long size = !step.IsEmpty && layers.TryPop(out var layer) ? layer.Size : 0;
            rows.Add(new(rows.Count > 0 ? Missing : whole ? image.Id : image.ShortId, step, size));
        }
        return rows;
    }

    static string Cut(string command, bool whole)
    {
        string line = command.Replace('\t', ' ').Replace('\n', ' ');
        return whole || line.Length <= 45 ? line : line[..44] + "…";
    }
}
