using System.Globalization;
using System.Text.Json.Nodes;
using Linux;

namespace Hull.Commands;

/// <summary>What hull info says, under docker's keys.</summary>
internal static class InfoJson
{
    static readonly Dictionary<string, string> s_keys = new()
    {
        ["Containers"] = "Containers", [" Running"] = "ContainersRunning", [" Paused"] = "ContainersPaused", [" Stopped"] = "ContainersStopped", ["Images"] = "Images",
        ["Server Version"] = "ServerVersion", ["Storage Driver"] = "Driver", ["Logging Driver"] = "LoggingDriver", ["Cgroup Driver"] = "CgroupDriver", ["Cgroup Version"] = "CgroupVersion",
        ["Kernel Version"] = "KernelVersion", ["Operating System"] = "OperatingSystem", ["OSType"] = "OSType", ["Architecture"] = "Architecture", ["CPUs"] = "NCPU", ["Name"] = "Name",
        ["Hull Root Dir"] = "DockerRootDir",
    };

    // Docker has these as texts, though they read as numbers.
    static readonly HashSet<string> s_texts = ["CgroupVersion", "Name"];

    static readonly HashSet<string> s_ofDriver = [" Backing Filesystem", " Supports d_type", " Native Overlay Diff"];

    public static JsonObject Of(IEnumerable<(string Label, string Value)> lines)
    {
        var json = new JsonObject();
        var driver = new JsonArray();
        foreach (var (label, value) in lines)
            if (s_ofDriver.Contains(label))
                driver.Add((JsonNode)new JsonArray { (JsonNode)JsonValue.Create(label.Trim()), (JsonNode)JsonValue.Create(value) });
            else if (s_keys.TryGetValue(label, out string? key))
                json[key] = !s_texts.Contains(key) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number) : JsonValue.Create(value);
        json["DriverStatus"] = driver;
        json["MemTotal"] = Machine.Memory;
        return json;
    }
}
