using Hull.Archives;
using Hull.Bundle;
using Hull.Layers;
using Linux;

namespace Hull.Init;

/// <summary>Fills an empty volume with what the image has in the place where it is going to be mounted.</summary>
internal static class CopyUp
{
    /// <summary>Hull's own option of a mount; no mount(2) ever sees it.</summary>
    public const string Option = "copyup";

    /// <summary>The file of a bundle that says that it has been done: whoever empties a volume later finds it empty.</summary>
    const string Done = "filled";

    /// <summary>The bundle as it is to be started now.</summary>
    public static BundleConfig Pending(BundleConfig bundle, string folder) => !WantsIt(bundle) || !File.Exists($"{folder}/{Done}") ? bundle : bundle with
    {
        Mounts = [.. bundle.Mounts.Select(mount => mount with { Options = [.. mount.Options.Where(option => option != Option)] })],
    };

    /// <summary>Says that the bundle's first process was there, with all that goes into its volumes.</summary>
    public static void Note(BundleConfig bundle, string folder)
    {
        if (WantsIt(bundle)) SmallFile.Put($"{folder}/{Done}", "", 0x180 /* 0600 */);
    }

    static bool WantsIt(BundleConfig bundle) => bundle.Mounts.Any(mount => mount.Options.Contains(Option));

    /// <param name="volume">Its root folder.</param>
    /// <param name="place">The folder in the container's root, opened within it.</param>
    /// <param name="scratch">A folder of the host's for what is on its way.</param>
    public static void Fill(FileDescriptor volume, FileDescriptor place, string scratch)
    {
        string folder = RootFolder.PathOf(volume);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            return;
        using var file = FileDescriptor.Temporary(scratch);
        long length = 0;
        ChangesWriter.Write(RootFolder.PathOf(place), bytes =>
        {
            file.WriteAt(bytes, length);
            length += bytes.Length;
        });
        using (var unpacker = new LayerUnpacker(new FileSlice(file, 0, length), folder, frame: null))
            unpacker.Run();
        using var tree = new FreshTree(folder);
        using var root = new RootFolder(RootFolder.PathOf(place)) { FollowLinks = false };
        if (FolderEntry.Find(root.Descriptor, ".") is { } own)
            tree.SetOwner(".", own.Owner);
    }
}
