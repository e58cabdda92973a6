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

    /// <summary>Fails when this machine has no taps.</summary>
    public static FileDescriptor Open() => new(Check(Libc.open(Path, Libc.O_RDWR | Libc.O_CLOEXEC), $"open {Path}"));

    Libc.IfReq Request()
    {
        var request = new Libc.IfReq
        {
            ifr_flags = (ushort)(Libc.IFF_TAP | Libc.IFF_NO_PI | Libc.IFF_VNET_HDR | Libc.IFF_TUN_EXCL | (MultiQueue ? Libc.IFF_MULTI_QUEUE : 0)),
        };
        Encoding.UTF8.GetBytes(Name, MemoryMarshal.AsBytes(new Span<Libc.IfReq>(ref request)));
        return request;
    }
}
