using Cli;
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
        return $"{DecimalSize.Print(own)} (virtual {DecimalSize.Print(all)})";
    }

    /// <summary>What it wrote.</summary>
    public static long OfOwn(Container container) => FolderSize.Of(container.Files.Layers.Own.Diff);
}
