using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Images;
using Linux;

namespace Hull.Commands;

/// <summary>hull rmi, hull image rm</summary>
internal static class ImageRemoveCommand
{
    public static Command Create(string word)
    {
        var force = new Option<bool>("--force", "-f") { Description = "Remove it with all its names." };
        var names = new Argument<string[]>("image") { Arity = ArgumentArity.OneOrMore, Description = ImageWork.NameHelp };
        return new Verb(word, "Removes images' names, and images that have none left.", "hull rmi busybox") { force, names }.Doing(parsed =>
        {
            int exitCode = 0;
            foreach (string name in parsed.GetRequiredValue(names))
                try
                {
                    Remove(name, parsed.GetValue(force));
                }
                catch (Exception e) when (e is HullException or LinuxException)
                {
                    Stdio.WriteError($"hull: {e.Message}");
                    exitCode = 1;
                }
            return exitCode;
        });
    }

    static void Remove(string name, bool force)
    {
        using var alone = ImageStore.Alone();
        var image = Image.Get(name);
        var all = Repositories.Read().NamesOf(image.Id);
        bool byName = ImageName.TryComplete(name) is { } full && all.Contains(full);
        if (byName && all.Count > 1 && !force)
        {
            Untag([ImageName.Complete(name)]);
            return;
        }
        if (!byName && all.Count > 1 && !force)
            throw new HullException($"image {image.ShortId} has several names ({string.Join(", ", all)}): name the one to remove, or use -f to remove all", exitCode: 1);
        RefuseIfUsed(image, byName ? ImageName.Complete(name) : image.ShortId);
        Untag(all);
        Delete(image);
    }

    /// <summary>Call it with the store locked, as what follows.</summary>
    public static Container? UserOf(Image image) => AllContainers.List().FirstOrDefault(container => container.ImageId == image.Id);

    static void RefuseIfUsed(Image image, string name)
    {
        if (UserOf(image) is { } user)
            throw new HullException($"cannot remove image {name}: container {user.Name} is made of it; remove that one first (hull rm {user.Name})", exitCode: 1);
    }

    public static void Untag(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string? id = Repositories.Read().Find(name);
            Repositories.Remove(name);
            if (id is not null) Happened.ToImage(id, "untag", name);
            ImageWork.Print($"Untagged: {name}\n");
        }
    }

    public static void Delete(Image image)
    {
        foreach (string digest in image.Delete())
            ImageWork.Print($"Deleted: {digest}\n");
        Happened.To(image, "delete");
    }
}
