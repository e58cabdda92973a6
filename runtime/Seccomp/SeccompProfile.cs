using System.Text.Json;

namespace Hull.Seccomp;

/// <summary>Where a container's profile comes from.</summary>
internal static class SeccompProfile
{
    /// <summary>What --security-opt seccomp= takes for: no filter at all.</summary>
    public const string Unconfined = "unconfined";

    /// <summary>The one that every container has that asks for no other. It is docker's format, and so are files that are given.</summary>
    public static SeccompConfig Default(IReadOnlyCollection<string> capabilities)
    {
        using var resource = typeof(SeccompProfile).Assembly.GetManifestResourceStream("seccomp.json")!;
        using var json = JsonDocument.Parse(resource);
        return SeccompConfig.Read(json.RootElement, capabilities);
    }

    public static SeccompConfig FromFile(string path, IReadOnlyCollection<string> capabilities)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return SeccompConfig.Read(json.RootElement, capabilities);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HullException($"--security-opt seccomp={path}: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HullException($"{path} is no seccomp profile: {e.Message}");
        }
    }
}
