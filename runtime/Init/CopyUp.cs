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

    /// <param name="place">The folder in the container's root, opened within it.</param>
    public static void Fill(BundleMount mount, FileDescriptor place)
    {
        if (Directory.EnumerateFileSystemEntries(mount.Source).Any())
            return;
        using var file = FileDescriptor.Temporary(Path.GetDirectoryName(mount.Source)!);
        long length = 0;
        ChangesWriter.Write(RootFolder.PathOf(place), bytes =>
        {
            file.WriteAt(bytes, length);
            length += bytes.Length;
        });
        using (var unpacker = new LayerUnpacker(new FileSlice(file, 0, length), mount.Source, frame: null))
            unpacker.Run();
        using var volume = new FreshTree(mount.Source);
        using var root = new RootFolder(RootFolder.PathOf(place)) { FollowLinks = false };
        if (FolderEntry.Find(root.Descriptor, ".") is { } own)
            volume.SetOwner(".", own.Owner);
    }
}
