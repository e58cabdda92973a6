using Hull.Bundle;
using Hull.Containers;

namespace Hull.Volumes;

/// <summary>What was mounted into a container because somebody asked for it: volumes, and folders and files of the host's.</summary>
internal static class AskedMounts
{
    const string Volumes = $"{ContainerFiles.StoreRoot}/volumes/", Data = "/_data";

    /// <summary>Those of a bundle that are not every container's; null where the bundle is not there any more.</summary>
    public static IEnumerable<BundleMount> In(Container container, BundleConfig? bundle) => bundle is null ? [] :
        bundle.Mounts.Where(mount => mount.Type == "bind" && !mount.Source.StartsWith(container.Files.Bundle + "/", StringComparison.Ordinal));

    /// <summary>The volume that it is; null for a folder or file of the host's.</summary>
    public static string? VolumeOf(BundleMount mount) =>
        mount.Source.StartsWith(Volumes, StringComparison.Ordinal) && mount.Source.EndsWith(Data, StringComparison.Ordinal) ? mount.Source[Volumes.Length..^Data.Length] : null;

    public static bool IsReadOnly(BundleMount mount) => mount.Options.Contains("ro") || mount.Options.Contains("rro");

    /// <summary>Null for the usual one.</summary>
    public static string? PropagationOf(BundleMount mount) =>
        mount.Options.FirstOrDefault(option => option is "rshared" or "shared" or "rslave" or "slave" or "rprivate" or "private");
}
