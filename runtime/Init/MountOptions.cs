using Linux;

namespace Hull.Init;

/// <summary>Tells the options of a mount that are flags from those that are its file system's own.</summary>
internal static class MountOptions
{
    public static (MountFlags Flags, string? Data) Parse(IEnumerable<string> options)
    {
        var (flags, data) = (MountFlags.None, new List<string>());
        foreach (string option in options)
            if (Flag(option) is { } flag)
                flags |= flag;
            else
                data.Add(option);
        return (flags, data.Count == 0 ? null : string.Join(',', data));
    }

    static MountFlags? Flag(string option) => option switch
    {
        "ro" => MountFlags.ReadOnly,
        "nosuid" => MountFlags.NoSuid,
        "nodev" => MountFlags.NoDev,
        "noexec" => MountFlags.NoExec,
        "relatime" => MountFlags.Relatime,
        "strictatime" => MountFlags.StrictAtime,
        "bind" => MountFlags.Bind,
        "rbind" => MountFlags.Bind | MountFlags.Recursive,
        "rw" or "defaults" => MountFlags.None,
        _ => null,
    };
}
