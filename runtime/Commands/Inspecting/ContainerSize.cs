using Hull.Containers;
using Linux;

namespace Hull.Commands.Inspecting;

/// <summary>How many bytes a container's own files have.</summary>
internal static class ContainerSize
{
    /// <summary>As ps has it: "12B (virtual 4.3MB)".</summary>
    public static string Text(Container container)
    {
        long own = OfOwn(container);
        long all = own + (container.ImageId == "" ? 0 : Images.Image.Find(container.ImageId)?.Size ?? 0);
        return $"{ImagesCommand.HumanSize(own)} (virtual {ImagesCommand.HumanSize(all)})";
    }

    /// <summary>What it wrote.</summary>
    public static long OfOwn(Container container)
    {
        using var folder = new RootFolder(container.Files.Layers.Own.Diff) { FollowLinks = false };
        return Of(FolderEntry.Find(folder.Descriptor, ".")!, []);
    }

    // A file with several names counts once.
    static long Of(FolderEntry folder, HashSet<ulong> counted)
    {
        using var open = folder.Open();
        long size = 0;
        foreach (var entry in FolderEntry.List(open))
            if (entry.Kind == FileKind.Folder)
                size += Of(entry, counted);
            else if (entry.Kind == FileKind.File && (entry.Links < 2 || counted.Add(entry.Inode)))
                size += entry.Length;
        return size;
    }
}
