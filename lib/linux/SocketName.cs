using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Addresses and ports as the kernel has them: struct sockaddr_in (family, port, address) and sockaddr_in6 (family, port, flow, address, scope).</summary>
internal static class SocketName
{
    public const int Longest = 28;

    public static byte[] Of(IPEndPoint end)
    {
        bool v6 = end.AddressFamily == AddressFamily.InterNetworkV6;
        var name = new byte[v6 ? Longest : 16];
        MemoryMarshal.Write(name, (ushort)(v6 ? Libc.AF_INET6 : Libc.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(name.AsSpan(2), (ushort)end.Port);
        end.Address.TryWriteBytes(name.AsSpan(v6 ? 8 : 4), out _);
        if (v6)
            MemoryMarshal.Write(name.AsSpan(24), (uint)end.Address.ScopeId);
        return name;
    }

    public static IPEndPoint Read(ReadOnlySpan<byte> name)
    {
        int port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        return MemoryMarshal.Read<ushort>(name) == Libc.AF_INET6
            ? new(new IPAddress(name[8..24], MemoryMarshal.Read<uint>(name[24..])), port)
            : new(new IPAddress(name[4..8]), port);
    }

    /// <summary>A socket of the address's family. One for IPv6 is for nothing else.</summary>
    public static FileDescriptor Open(IPEndPoint end, int type, string doing, int protocol = 0)
    {
        bool v6 = end.AddressFamily == AddressFamily.InterNetworkV6;
        var socket = new FileDescriptor(Check(Libc.socket(v6 ? Libc.AF_INET6 : Libc.AF_INET, type | Libc.SOCK_CLOEXEC, protocol), doing));
        if (v6)
            Set(socket, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1, doing);
        return socket;
    }

    public static void Set(FileDescriptor socket, int level, int option, int value, string doing) =>
        Check(Libc.setsockopt(socket, level, option, value, sizeof(int)), doing);
}
