using Linux;

namespace Hull.Init;

/// <summary>
/// The options of a mount, told apart: what the mount itself is to be, what all that is mounted in it is to be (an r in front: "rro"), how it spreads, and what
/// is its file system's own.
/// </summary>
internal sealed class MountOptions
{
    static readonly Dictionary<string, (MountAttributes Attribute, bool On)> s_attributes = new()
    {
        ["ro"] = (MountAttributes.ReadOnly, true), ["rw"] = (MountAttributes.ReadOnly, false),
        ["nosuid"] = (MountAttributes.NoSuid, true), ["suid"] = (MountAttributes.NoSuid, false),
        ["nodev"] = (MountAttributes.NoDev, true), ["dev"] = (MountAttributes.NoDev, false),
        ["noexec"] = (MountAttributes.NoExec, true), ["exec"] = (MountAttributes.NoExec, false),
        ["noatime"] = (MountAttributes.NoAtime, true), ["atime"] = (MountAttributes.NoAtime, false),
        ["strictatime"] = (MountAttributes.StrictAtime, true), ["nostrictatime"] = (MountAttributes.StrictAtime, false),
        ["relatime"] = (MountAttributes.AnyAtime, false), ["norelatime"] = (MountAttributes.None, false),
        ["nodiratime"] = (MountAttributes.NoDirAtime, true), ["diratime"] = (MountAttributes.NoDirAtime, false),
        ["nosymfollow"] = (MountAttributes.NoSymFollow, true), ["symfollow"] = (MountAttributes.NoSymFollow, false),
    };

    static readonly Dictionary<string, Propagation> s_propagations = new()
    {
        ["private"] = Propagation.Private, ["slave"] = Propagation.Slave, ["shared"] = Propagation.Shared, ["unbindable"] = Propagation.Unbindable,
    };

    readonly List<string> _own = [];

    public MountOptions(IEnumerable<string> options)
    {
        foreach (string option in options)
            if (option != "")
                Take(option);
    }

    public bool IsBind { get; private set; }
    public bool IsRecursive { get; private set; }
    public MountAttributes Set { get; private set; }
    public MountAttributes Clear { get; private set; }
    public MountAttributes SetAll { get; private set; }
    public MountAttributes ClearAll { get; private set; }
    public Propagation? Spreads { get; private set; }
    public bool SpreadsAll { get; private set; }

    /// <summary>What the image has in that place goes into it: hull's own option for volumes, OCI's for tmpfs.</summary>
    public bool CopiesUp { get; private set; }

    /// <summary>Whether files are seen with the ids that they have there, in a container with ids of its own.</summary>
    public bool MapsIds { get; private set; }

    /// <summary>What the file system is told.</summary>
    public IReadOnlyList<string> Own => _own;

    void Take(string option)
    {
        if (s_attributes.TryGetValue(option, out var one))
            (Set, Clear) = Apply(one, Set, Clear);
        else if (option[0] == 'r' && s_attributes.TryGetValue(option[1..], out var all))
            (SetAll, ClearAll) = Apply(all, SetAll, ClearAll);
        else if (s_propagations.TryGetValue(option, out var spreads))
            Spreads = spreads;
        else if (option[0] == 'r' && s_propagations.TryGetValue(option[1..], out spreads))
            (Spreads, SpreadsAll) = (spreads, true);
        else
            TakeOther(option);
    }

    void TakeOther(string option)
    {
        switch (option)
        {
            case "bind" or "rbind":
                (IsBind, IsRecursive) = (true, option == "rbind");
                break;
            case CopyUp.Option or "tmpcopyup":
                CopiesUp = true;
                break;
            case "idmap":
                MapsIds = true;
                break;
            case "defaults" or "async":
                break;
            default:
                _own.Add(option);
                break;
        }
    }

    // The last of two that contradict each other counts.
    static (MountAttributes Set, MountAttributes Clear) Apply((MountAttributes Attribute, bool On) option, MountAttributes set, MountAttributes clear) => option.On
        ? (set | option.Attribute, clear & ~option.Attribute)
        : (set & ~option.Attribute, clear | option.Attribute);
}
