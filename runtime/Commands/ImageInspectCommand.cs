using System.CommandLine;
using System.Text.Json.Nodes;
using Hull.Commands.Showing;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull image inspect: docker's keys, in docker's order.</summary>
internal static class ImageInspectCommand
{
    public static Command Create() => Inspection.Command("Shows all that is known of images, as JSON.", "hull image inspect -f '{{.Config.Env}}' busybox",
        new("image") { Arity = ArgumentArity.OneOrMore, Description = ImageWork.NameHelp }, name => Json(Image.Get(name)));

    public static JsonObject Json(Image image)
    {
        var json = new JsonObject
        {
            ["Id"] = image.Id,
            ["RepoTags"] = Inspection.List(Repositories.Read().NamesOf(image.Id)),
            ["RepoDigests"] = new JsonArray(),
            ["Parent"] = "",
            ["Comment"] = image.Comment,
            ["Created"] = ShownTime.Rfc3339(image.Created),
            ["DockerVersion"] = "",
            ["Author"] = image.Author,
            ["Config"] = Inspection.Tree(image.Config.WriteTo),
            ["Architecture"] = image.Architecture,
        };
        if (image.Variant != "")
            json["Variant"] = image.Variant;
        json["Os"] = image.Os;
        json["Size"] = image.Size;
        json["GraphDriver"] = new JsonObject { ["Data"] = Folders(image), ["Name"] = "overlay2" };
        json["RootFS"] = new JsonObject { ["Type"] = "layers", ["Layers"] = Inspection.List(image.Diffs) };
        return json;
    }

    static JsonObject Folders(Image image)
    {
        var folders = new JsonObject();
        if (image.Top?.Overlay is not { } top)
            return folders;
        if (top.Diffs.Skip(1).ToList() is { Count: > 0 } lower)
            folders["LowerDir"] = string.Join(':', lower);
        folders["MergedDir"] = top.Merged;
        folders["UpperDir"] = top.Diff;
        folders["WorkDir"] = top.Work;
        return folders;
    }
}
