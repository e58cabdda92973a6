using System.CommandLine;
using System.Text.Json.Nodes;
using Hull.Commands.Showing;
using Hull.Volumes;

namespace Hull.Commands.Volumes;

/// <summary>hull volume inspect</summary>
internal static class VolumeInspect
{
    public static Command Create() => Inspection.Command("Shows where volumes are, as JSON.", "hull volume inspect -f '{{.Mountpoint}}' data",
        VolumeCommand.Names(), name => Json(Volume.Get(name)));

    public static JsonObject Json(Volume volume) => new()
    {
        ["CreatedAt"] = ShownTime.Rfc3339(DateTimeOffset.FromUnixTimeSeconds(volume.Created.ToUnixTimeSeconds())),
        ["Driver"] = "local",
        ["Labels"] = volume.Labels.Count == 0 ? null : Inspection.Map(volume.Labels),
        ["Mountpoint"] = volume.Data,
        ["Name"] = volume.Name,
        ["Options"] = null,
        ["Scope"] = "local",
    };
}
