using Hull.Archives;
using Hull.Images;
using Hull.Layers;
using Linux;

namespace Hull.Containers;

/// <summary>Makes an image of a container: its image's layers, and on them what it changed.</summary>
internal static class ContainerCommit
{
    public static Image Make(Container container, string? name, string author, string comment, IEnumerable<string> changes)
    {
        var below = container.ImageId == ""
            ? throw new HullException($"container {container.Name} is made of the folder {container.Image}, not of an image that a new one could be based on")
            : Image.Find(container.ImageId) ?? throw new HullException($"the image of container {container.Name} is missing in the store");
        var config = ConfigChange.Apply(container.Config, changes);
        using var file = ImageStore.Temporary();
        long length = 0;
        ChangesWriter.Write(container.Files.Layers.Own.Diff, bytes =>
        {
            file.WriteAt(bytes, length);
            length += bytes.Length;
        });
        return ImageMaker.Commit(below, new FileSlice(file, 0, length), name,
            new(config, new(below.Os, below.Architecture, below.Variant)) { Author = author, Comment = comment, CreatedBy = string.Join(' ', container.Command) });
    }
}
