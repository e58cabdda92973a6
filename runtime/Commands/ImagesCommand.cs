using System.CommandLine;
using System.Globalization;
using Cli;
using Hull.Commands.Showing;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull images, hull image ls</summary>
internal static class ImagesCommand
{
    const string None = "<none>";
    const string Usual = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}", WithDigests = "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";

    /// <summary>One of an image's names, or an image without a name.</summary>
    sealed record Row(Image Image, string Repository, string Tag);

    public static Command Create(string word)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Taken for docker's sake: no image is hidden." };
        var whole = new Option<bool>("--no-trunc") { Description = "Cut no id." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var digests = new Option<bool>("--digests") { Description = "The digests, too, by which a registry knows them." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Only those of this NAME, or NAME:TAG." };
        var filters = new Filters("images", "before", "dangling", "label", "reference", "since");
        var show = new ShowOptions();
        return show.AddTo(new Verb(word, "Lists images, the newest first.", $"hull {(word == "ls" ? "image ls" : word)} --format '{{{{.Repository}}}}:{{{{.Tag}}}} {{{{.Size}}}}'")
        {
            all, whole, quiet, digests, filters.Option, name,
        }).Doing(parsed =>
        {
            var rows = Rows(parsed.GetValue(name)).Where(Wanted(filters.Read(parsed))).ToList();
            bool wholeIds = parsed.GetValue(whole) || show.IsWhole(parsed);
            // An image with two names has one id.
            return parsed.GetValue(quiet) ? show.Print(parsed, Listing(wholeIds, Usual), rows.DistinctBy(row => row.Image.Id), "{{.ID}}")
                : show.Print(parsed, Listing(wholeIds, parsed.GetValue(digests) ? WithDigests : Usual), rows);
        });
    }

    static Listing<Row> Listing(bool whole, string usual) => new(usual,
        new("ID", "IMAGE ID", row => whole ? row.Image.Id : row.Image.ShortId),
        new("Repository", "REPOSITORY", row => row.Repository),
        new("Tag", "TAG", row => row.Tag),
        new("Digest", "DIGEST", _ => None),   // only what a registry was asked for has one
        new("CreatedSince", "CREATED", row => ShownTime.Ago(row.Image.Created)),
        new("CreatedAt", "CREATED AT", row => ShownTime.Listed(row.Image.Created)),
        new("Size", "SIZE", row => DecimalSize.Print(row.Image.Size)),
        new("VirtualSize", "SIZE", row => DecimalSize.Print(row.Image.Size)),
        new("Labels", "LABELS", row => string.Join(',', row.Image.Config.Labels.Select(label => $"{label.Key}={label.Value}"))))
    {
        Labels = row => row.Image.Config.Labels,
    };

    static List<Row> Rows(string? only)
    {
        string? full = only is null ? null : ImageName.Complete(only);
        bool tagged = only is not null && only.LastIndexOf(':') > only.LastIndexOf('/');
        var names = Repositories.Read();
        var rows = new List<Row>();
        foreach (var image in Image.List())
        {
            var own = names.NamesOf(image.Id);
            foreach (string name in own.Count == 0 && full is null ? [""] : own)
            {
                var (repository, tag) = name == "" ? (None, None) : ImageName.Split(name);
                if (full is null || (tagged ? name == full : repository == ImageName.Split(full).Repository))
                    rows.Add(new(image, repository, tag));
            }
        }
        return rows;
    }

    static Func<Row, bool> Wanted(ILookup<string, string> asked)
    {
        var before = asked["before"].Select(name => Image.Get(name).Created).ToList();
        var since = asked["since"].Select(name => Image.Get(name).Created).ToList();
        return row => before.All(time => row.Image.Created < time) && since.All(time => row.Image.Created > time)
            && Filters.HaveLabels(asked, row.Image.Config.Labels)
            && Filters.Holds(asked, "dangling", value => Filters.Truth("dangling", value) == (row.Tag == None))
            && Filters.Holds(asked, "reference", pattern => row.Tag != None && (Glob.Matches(pattern, row.Repository) || Glob.Matches(pattern, $"{row.Repository}:{row.Tag}")));
    }
}
