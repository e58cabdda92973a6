using Hull.Bundle;
using Hull.Containers;

namespace Hull.Volumes;

/// <summary>--volumes-from CONTAINER[:ro]: all that somebody had mounted into another container, in the same places. What is memory there is not shared.</summary>
/// <param name="Mode">"ro", "rw" or "": as it is there. What is read only there stays so.</param>
internal sealed record VolumesFrom(string Container, string Mode)
{
    public static VolumesFrom Parse(string text) => text.Split(':') switch
    {
        [not "" and var name] => new(name, ""),
        [not "" and var name, ("ro" or "rw") and var mode] => new(name, mode),
        [not "" and var name, "z" or "Z"] => new(name, ""),   // labels, for SELinux
        [not "", var mode] => throw new HullException($"--volumes-from {text}: {mode} is none of ro and rw"),
        _ => throw new HullException($"invalid --volumes-from {text}: it reads CONTAINER or CONTAINER:ro"),
    };

    /// <summary>Call it with the containers' lock held.</summary>
    public IEnumerable<VolumeMount> Mounts()
    {
        var other = AllContainers.Get(Container);
        return AskedMounts.In(other, BundleReader.Read(other.Files.Bundle)).Select(Same);
    }

    // Its volumes are what they are: nothing is copied into them from here.
    VolumeMount Same(BundleMount mount) => new(AskedMounts.VolumeOf(mount) ?? mount.Source, mount.Destination, Mode == "ro" || AskedMounts.IsReadOnly(mount), CopiesUp: false)
    {
        Propagation = AskedMounts.PropagationOf(mount), IsRecursive = mount.Options.Contains("rbind"), MustExist = true,
    };

    public override string ToString() => Mode == "" ? Container : $"{Container}:{Mode}";
}
