using Hull.Bundle;
using Hull.Init;

namespace Hull.Volumes;

/// <summary>-v [VOLUME|/FOLDER:]/PLACE[:ro]: a volume, or a folder or file of the host's, and where a container has it.</summary>
/// <param name="Source">A volume's name, or a path; "" for a new volume without a chosen name.</param>
/// <param name="CopiesUp">Whether what the image has in that place goes into a volume that is empty.</param>
internal sealed record VolumeMount(string Source, string Destination, bool ReadOnly, bool CopiesUp)
{
    bool IsPath => Source.StartsWith('/');

    public static VolumeMount Parse(string text)
    {
        var parts = text.Split(':');
        var (source, destination, options) = parts switch
        {
            [var place] => ("", place, ""),
            [var from, var place] => (from, place, ""),
            [var from, var place, var more] => (from, place, more),
            _ => throw Wrong(text, "it has too many parts"),
        };
        if (parts.Length > 1 && source == "")
            throw Wrong(text, "what is to be mounted is missing");
        CheckPlace(text, destination);
        var (readOnly, copies) = (false, true);
        foreach (string option in options.Split(',', StringSplitOptions.RemoveEmptyEntries))
            (readOnly, copies) = option switch
            {
                "ro" => (true, copies),
                "rw" => (false, copies),
                "nocopy" => (readOnly, false),
                _ => throw Wrong(text, $"{option} is none of ro, rw, nocopy"),
            };
        return new(source, destination, readOnly, copies);
    }

    /// <summary>A new volume where an image wants one. What the image says is a place and nothing else, whatever it looks like.</summary>
    public static VolumeMount OfImage(string place)
    {
        CheckPlace(place, place);
        return new("", place, ReadOnly: false, CopiesUp: true);
    }

    static void CheckPlace(string text, string place)
    {
        if (!place.StartsWith('/') || place.Split('/').Contains(".."))
            throw Wrong(text, $"the place in the container, {place}, is not absolute");
        if (place.Trim('/') == "")
            throw Wrong(text, "the root itself is the image's");
    }

    static HullException Wrong(string text, string why) => new($"invalid volume {text}: {why}; it reads [VOLUME:]/PLACE[:ro] or /FOLDER:/PLACE[:ro]");

    /// <summary>What is mounted. A volume, or a folder of the host's, is made when it is missing.</summary>
    public (BundleMount Mount, string? Volume) Make()
    {
        string[] access = ReadOnly ? ["rbind", "ro"] : ["rbind"];
        if (IsPath)
        {
            if (!Path.Exists(Source))
                Directory.CreateDirectory(Source);
            return (new(Destination, "bind", Source, access), null);
        }
        var volume = Source == "" ? Volume.Draw() : Volume.Ensure(Source);
        return (new(Destination, "bind", volume.Data, CopiesUp ? [.. access, CopyUp.Option] : access), volume.Name);
    }
}
