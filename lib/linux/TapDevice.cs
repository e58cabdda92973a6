using System.Runtime.InteropServices;
using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A tap: an Ethernet link whose other end is a file that a program opens, such as a virtual machine's. It stays when the file is closed.
/// </summary>
public sealed record TapDevice(string Name)
{
    /// <summary>Where programs open it.</summary>
    public const string Path = "/dev/net/tun";

    /// <summary>It carries packets, not Ethernet frames: a tun.</summary>
    public bool IsTun { get; init; }

    /// <summary>A header before each packet tells of what is left to do with it, as virtual machines want.</summary>
    public bool HasVnetHeader { get; init; } = true;

    /// <summary>A header before each packet tells its protocol.</summary>
    public bool HasPacketInfo { get; init; }

    /// <summary>Several threads may each have a queue of it.</summary>
    public bool MultiQueue { get; init; }

    /// <summary>The user who may open it; null leaves it to root.</summary>
    public uint? Owner { get; init; }

    /// <summary>The group that may open it; null for none.</summary>
    public uint? Group { get; init; }

    /// <summary>Makes it in a namespace. That there is a link of the name already is a refusal.</summary>
    public void Create(NetNamespace where)
    {
        using var file = where.Visit(Open);   // it belongs to where the file was opened
        Check(Libc.ioctl(file, Libc.TUNSETIFF, Request()), $"make tap {Name}");
        if (Owner is { } owner)
            Check(Libc.ioctl(file, Libc.TUNSETOWNER, owner), $"give tap {Name} to user {owner}");
        if (Group is { } group)
            Check(Libc.ioctl(file, Libc.TUNSETGROUP, group), $"give tap {Name} to group {group}");
        Check(Libc.ioctl(file, Libc.TUNSETPERSIST, 1), $"keep tap {Name}");
    }

    /// <summary>Deletes it, unless a program has it open.</summary>
    public void Delete(NetNamespace where)
    {
        using var file = where.Visit(Open);
        Check(Libc.ioctl(file, Libc.TUNSETIFF, Request(mustBeNew: false)), $"open tap {Name}");
        Check(Libc.ioctl(file, Libc.TUNSETPERSIST, 0), $"delete tap {Name}");
    }

    /// <summary>Fails when this machine has no taps.</summary>
    public static FileDescriptor Open() => new(Check(Libc.open(Path, Libc.O_RDWR | Libc.O_CLOEXEC), $"open {Path}"));

    Libc.IfReq Request(bool mustBeNew = true)
    {
        var request = new Libc.IfReq
        {
            ifr_flags = (ushort)((IsTun ? Libc.IFF_TUN : Libc.IFF_TAP) | (HasPacketInfo ? 0 : Libc.IFF_NO_PI) | (HasVnetHeader ? Libc.IFF_VNET_HDR : 0)
                | (mustBeNew ? Libc.IFF_TUN_EXCL : 0) | (MultiQueue ? Libc.IFF_MULTI_QUEUE : 0)),
        };
        Encoding.UTF8.GetBytes(Name, MemoryMarshal.AsBytes(new Span<Libc.IfReq>(ref request)));
        return request;
    }
}
