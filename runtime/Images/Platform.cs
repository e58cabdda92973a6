using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hull.Images;

/// <summary>What an image's programs run on (OCI image specification, image-index.md, "platform").</summary>
internal sealed record Platform(string Os, string Architecture, string Variant = "")
{
    /// <summary>This machine, in Go's words.</summary>
    public static Platform Own { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => new("linux", "amd64"),
        System.Runtime.InteropServices.Architecture.Arm64 => new("linux", "arm64", "v8"),
        var other => new("linux", other.ToString().ToLowerInvariant()),
    };

    /// <summary>"linux/arm64/v8", or less of it.</summary>
    public static Platform Parse(string text) => text.Split('/') switch
    {
        [var os, var architecture] => new(os, architecture),
        [var os, var architecture, var variant] => new(os, architecture, variant),
        _ => throw new HullException($"\"{text}\" is no platform: it reads OS/ARCHITECTURE, as linux/amd64"),
    };

    public static Platform? Read(JsonElement descriptor)
    {
        if (!descriptor.TryGetProperty("platform", out var platform))
            return null;
        string Text(string name) => platform.TryGetProperty(name, out var found) ? found.GetString() ?? "" : "";
        return new(Text("os"), Text("architecture"), Text("variant"));
    }

    /// <summary>A variant that one of the two leaves open is no difference.</summary>
    public bool Takes(Platform image) => image.Os == Os && image.Architecture == Architecture
        && (image.Variant == "" || Variant == "" || image.Variant == Variant);

    public override string ToString() => Variant == "" ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
