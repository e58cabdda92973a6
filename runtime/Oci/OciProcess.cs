using System.Globalization;
using System.Text.Json;
using Hull.Bundle;
using Linux;

namespace Hull.Oci;

/// <summary>A process as a file describes it: the member "process" of a config.json, alone.</summary>
internal static class OciProcess
{
    public static ProcessConfig Read(string path)
    {
        try
        {
            var text = File.ReadAllBytes(path);
            var process = BundleReader.Process(text);
            return process.Args.Count > 0 ? process : throw new HullException($"{path}: args is empty: there is no command to run", exitCode: 1);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HullException($"{path} describes no process: {e.Message}", exitCode: 1);
        }
    }

    public static uint Group(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint group) ? group : throw new HullException($"--additional-gids is {text}: a number is wanted", exitCode: 1);

    /// <summary>With or without the CAP_ in front.</summary>
    public static string Capability(string text) =>
        (text.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? text : $"CAP_{text}").ToUpperInvariant() is var name && Capabilities.Find(name) is not null
            ? name
            : throw new HullException($"there is no capability {text}", exitCode: 1);

    /// <summary>UID[:GID]; names are the engine's business.</summary>
    public static (uint User, uint Group) User(string text)
    {
        var parts = text.Split(':', 2);
        return uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint user)
            && uint.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out uint group)
                ? (user, group)
                : throw new HullException($"--user is {text}: it reads UID[:GID], in numbers", exitCode: 1);
    }
}
