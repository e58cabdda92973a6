using Hull.Bundle;
using Hull.Init;

namespace Hull.Volumes;

/// <summary>-v [VOLUME|/FOLDER:]/PLACE[:ro]: a volume, or a folder or file of the host's, and where a container has it. Or memory, in a folder's place.</summary>
/// <param name="Source">A volume's name, or a path; "" for a new volume without a chosen name, or for memory.</param>
/// <param name="CopiesUp">Whether what the image has in that place goes into a volume that is empty.</param>
internal sealed record VolumeMount(string Source, string Destination, bool ReadOnly, bool CopiesUp)
{
    static readonly string[] s_propagations = ["private", "rprivate", "slave", "rslave", "shared", "rshared"];

    bool IsPath => Source.StartsWith('/');

    /// <summary>Whether mounts spread between this and the host's; null for not.</summary>
    public string? Propagation { get; init; }

    /// <summary>Whether what is mounted in the folder comes with it.</summary>
    public bool IsRecursive { get; init; } = true;

    /// <summary>Whether a folder of the host's that is not there is no folder to be made, but a mistake.</summary>
    public bool MustExist { get; init; }

    /// <summary>The options of a tmpfs; null for what is none.</summary>
    public IReadOnlyList<string>? MemoryOptions { get; init; }

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
        return options.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(new VolumeMount(source, destination, ReadOnly: false, CopiesUp: true), (mount, option) => mount.With(text, option));
    }

    VolumeMount With(string text, string option) => option switch
    {
        "ro" => this with { ReadOnly = true },
        "rw" => this with { ReadOnly = false },
        "nocopy" => this with { CopiesUp = false },
        "z" or "Z" => this,   // labels, for SELinux
        _ when s_propagations.Contains(option) => IsPath ? this with { Propagation = option } : throw Wrong(text, $"{option} is for folders of the host's, not for volumes"),
        _ => throw Wrong(text, $"{option} is none of ro, rw, nocopy, {string.Join(", ", s_propagations)}"),
    };

    /// <summary>A new volume where an image wants one. What the image says is a place and nothing else, whatever it looks like.</summary>
    public static VolumeMount OfImage(string place)
    {
        CheckPlace(place, place);
        return new("", place, ReadOnly: false, CopiesUp: true);
    }

    /// <summary>A folder or file of the host's that is there.</summary>
    public static VolumeMount Bind(string text, string source, string place, bool readOnly, string? propagation, bool recursive)
    {
        CheckPlace(text, place);
        if (!source.StartsWith('/'))
            throw Wrong(text, $"the source of a bind, {source}, is not absolute");
        if (propagation is not null && !s_propagations.Contains(propagation))
            throw Wrong(text, $"bind-propagation {propagation} is none of {string.Join(", ", s_propagations)}");
        return new(source, place, readOnly, CopiesUp: false) { Propagation = propagation, MustExist = true, IsRecursive = recursive };
    }

    public static VolumeMount OfVolume(string text, string name, string place, bool readOnly, bool copiesUp)
    {
        CheckPlace(text, place);
        return name.Contains('/') ? throw Wrong(text, $"\"{name}\" cannot be a volume's name") : new(name, place, readOnly, copiesUp);
    }

    /// <summary>Memory in a folder's place; no program is run from it and no device used in it unless that is asked for.</summary>
    public static VolumeMount Memory(string text, string place, IReadOnlyList<string> options)
    {
        CheckPlace($"{text} {place}", place);
        return new("", place, ReadOnly: false, CopiesUp: false) { MemoryOptions = ["nosuid", "nodev", "noexec", .. options] };
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
        if (MemoryOptions is not null)
            return (new(Destination, "tmpfs", "tmpfs", MemoryOptions), null);
        List<string> options = [IsRecursive ? "rbind" : "bind"];
        if (ReadOnly)
            options.Add("rro");
        if (Propagation is not null)
            options.Add(Propagation);
        if (IsPath)
        {
            if (!Path.Exists(Source))
                Directory.CreateDirectory(MustExist ? throw new HullException($"invalid mount config for type \"bind\": bind source path does not exist: {Source}") : Source);
            return (new(Destination, "bind", Source, options), null);
        }
        var volume = Source == "" ? Volume.Draw() : Volume.Ensure(Source);
        options.Add("idmap");
        if (CopiesUp)
            options.Add(CopyUp.Option);
        return (new(Destination, "bind", volume.Data, options), volume.Name);
    }
}
