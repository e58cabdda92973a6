using System.Text.Json.Nodes;
using Hull.Bundle;
using Hull.Containers;

namespace Hull.Commands.Inspecting;

/// <summary>What was mounted into a container because somebody asked for it.</summary>
internal static class MountsJson
{
    const string Volumes = $"{ContainerFiles.StoreRoot}/volumes/", Data = "/_data";

    /// <summary>What runs; null where it is not there any more.</summary>
    public static BundleConfig? Bundle(Container container) => File.Exists($"{container.Files.Bundle}/config.json") ? BundleReader.Read(container.Files.Bundle) : null;

    /// <summary>Those of the bundle that are not every container's.</summary>
    public static IEnumerable<BundleMount> Asked(Container container, BundleConfig? bundle) => bundle is null ? [] :
        bundle.Mounts.Where(mount => mount.Type == "bind" && !mount.Source.StartsWith(container.Files.Bundle + "/", StringComparison.Ordinal));

    /// <summary>The volume that it is; null for a folder or file of the host's.</summary>
    public static string? VolumeOf(BundleMount mount) =>
        mount.Source.StartsWith(Volumes, StringComparison.Ordinal) && mount.Source.EndsWith(Data, StringComparison.Ordinal) ? mount.Source[Volumes.Length..^Data.Length] : null;

    /// <summary>What is mounted, by name or path.</summary>
    public static IEnumerable<string> Names(Container container) =>
        Asked(container, Bundle(container)).Select(mount => VolumeOf(mount) ?? mount.Source);

    public static JsonArray Of(Container container, BundleConfig? bundle)
    {
        var mounts = new JsonArray();
        foreach (var mount in Asked(container, bundle))
        {
            var shown = new JsonObject { ["Type"] = VolumeOf(mount) is null ? "bind" : "volume" };
            if (VolumeOf(mount) is { } volume) shown["Name"] = volume;
            shown["Source"] = mount.Source;
            shown["Destination"] = mount.Destination;
            if (VolumeOf(mount) is not null) shown["Driver"] = "local";
            shown["Mode"] = IsReadOnly(mount) ? "ro" : "";
            shown["RW"] = !IsReadOnly(mount);
            shown["Propagation"] = mount.Options.FirstOrDefault(option => option is "rshared" or "shared" or "rslave" or "slave" or "rprivate" or "private") ?? (VolumeOf(mount) is null ? "rprivate" : "");
            mounts.Add((JsonNode)shown);
        }
        return mounts;
    }

    /// <summary>As -v has it.</summary>
    public static string Text(BundleMount mount) => $"{VolumeOf(mount) ?? mount.Source}:{mount.Destination}{(IsReadOnly(mount) ? ":ro" : "")}";

    static bool IsReadOnly(BundleMount mount) => mount.Options.Contains("ro") || mount.Options.Contains("rro");
}
