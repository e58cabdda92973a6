using Hull.Layers;
using Linux;

namespace Hull.Containers;

/// <summary>
/// The two layers that a container has on those of its image: one that hull fills with what the mounts of every container need, and on it, empty at
/// first, the container's own. What hull made there is so never taken for a change of the container's.
/// </summary>
internal sealed class ContainerLayers(string id)
{
    public OverlayFolder Own { get; } = new(id);
    OverlayFolder Init { get; } = new($"{id}-init");

    /// <summary>The mount of the root, as mount(8) has it; relative names are taken from <see cref="OverlayFolder.Root"/>.</summary>
    public IReadOnlyList<string> MountOptions(string? rootFolder) =>
    [
        $"lowerdir={Own.Lower}{(rootFolder is null ? "" : $":{Escape(rootFolder)}")}", $"upperdir={id}/diff", $"workdir={id}/work",
        // Where the kernel would have these by default, a folder that was moved would be a note in the layer instead of files.
        "redirect_dir=off", "metacopy=off",
    ];

    // To overlayfs a colon ends a folder and a comma an option.
    static string Escape(string folder) => folder.Replace("\\", "\\\\").Replace(":", "\\:").Replace(",", "\\,");

    /// <param name="rootFolder">A folder in the place of an image's layers; null with an image.</param>
    public void Make(Layer? top, string? rootFolder)
    {
        var init = OverlayFolder.Make(Init.Id, top?.Overlay);
        Fill(init.Diff, new LayeredFiles(rootFolder is not null ? [rootFolder] : top is null ? [] : [.. top.Overlay.Diffs]));
        var own = OverlayFolder.Make(Own.Id, init);
        Folder.Ensure(own.Merged);
    }

    // Only what the image lacks: where it has something else in that place, mounting on it is what fails, or not.
    static void Fill(string diff, LayeredFiles image)
    {
        using var tree = new FreshTree(diff);
        foreach (string folder in (string[])["dev", "etc", "proc", "sys"])
            if (image.Find(folder) is null)
                tree.MakeFolder(folder);
        if (image.Find("etc") is { } etc && etc.Kind != FileKind.Folder)
            return;
        foreach (string file in (string[])["etc/hosts", "etc/hostname", "etc/resolv.conf"])
            if (image.Find(file)?.Kind != FileKind.File)
            {
                tree.MakeFile(file).Dispose();
                tree.SetOwner(file, new(0, 0, 0x1a4 /* 0644 */));
            }
        if (tree.Find("etc") is not null && image.Find("etc") is { } covered)
        {
            tree.SetOwner("etc", covered.Owner);
            tree.SetTime("etc", covered.Modified);
        }
    }

    public void Delete()
    {
        Own.Delete();
        Init.Delete();
    }
}
