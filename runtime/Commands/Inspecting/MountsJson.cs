using System.Text.Json.Nodes;
using Hull.Bundle;
using Hull.Containers;
using Hull.Volumes;

namespace Hull.Commands.Inspecting;

/// <summary>What was mounted into a container because somebody asked for it.</summary>
internal static class MountsJson
{
    /// <summary>What runs; null where it is not there any more.</summary>
    public static BundleConfig? Bundle(Container container) => File.Exists($"{container.Files.Bundle}/config.json") ? BundleReader.Read(container.Files.Bundle) : null;

    /// <summary>What is mounted, by name or path.</summary>
    public static IEnumerable<string> Names(Container container) =>
        AskedMounts.In(container, Bundle(container)).Select(mount => AskedMounts.VolumeOf(mount) ?? mount.Source);

    public static JsonArray Of(Container container, BundleConfig? bundle)
    {
        var mounts = new JsonArray();
        foreach (var mount in AskedMounts.In(container, bundle))
        {
            var shown = new JsonObject { ["Type"] = AskedMounts.VolumeOf(mount) is null ? "bind" : "volume" };
            if (AskedMounts.VolumeOf(mount) is { } volume) shown["Name"] = volume;
            shown["Source"] = mount.Source;
            shown["Destination"] = mount.Destination;
            if (AskedMounts.VolumeOf(mount) is not null) shown["Driver"] = "local";
            shown["Mode"] = AskedMounts.IsReadOnly(mount) ? "ro" : "";
            shown["RW"] = !AskedMounts.IsReadOnly(mount);
            shown["Propagation"] = AskedMounts.PropagationOf(mount) ?? (AskedMounts.VolumeOf(mount) is null ? "rprivate" : "");
            mounts.Add((JsonNode)shown);
        }
        return mounts;
    }

    /// <summary>As -v has it.</summary>
    public static string Text(BundleMount mount) => $"{AskedMounts.VolumeOf(mount) ?? mount.Source}:{mount.Destination}{(AskedMounts.IsReadOnly(mount) ? ":ro" : "")}";
}
