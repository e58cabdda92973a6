using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Two connected sockets, one for each of two processes. Open files can be sent from one to the other (SCM_RIGHTS, unix(7)).</summary>
public sealed class SocketPair : IDisposable
{
    public FileDescriptor Ours { get; }
    public FileDescriptor Theirs { get; }

    public SocketPair()
    {
        Span<int> ends = stackalloc int[2];
        Check(Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, ends), "make a pair of sockets");
        (Ours, Theirs) = (new(ends[0]), new(ends[1]));
    }

    /// <summary>Sends an open file. The receiver has it even when it is closed here at once.</summary>
    public static void Send(FileDescriptor socket, FileDescriptor file)
    {
        var rights = new Rights(file.Number);
        Exchange(ref rights, (ref Libc.MsgHdr message) => Libc.sendmsg(socket, message, Libc.MSG_NOSIGNAL), "send an open file");
    }

    /// <summary>Waits for an open file. Null when the other end is closed instead.</summary>
    public static FileDescriptor? Receive(FileDescriptor socket)
    {
        var rights = new Rights(-1);
        nint size = Exchange(ref rights, (ref Libc.MsgHdr message) => Libc.recvmsg(socket, ref message, Libc.MSG_CMSG_CLOEXEC), "receive an open file");
        return size > 0 && rights.File >= 0 ? new(rights.File) : null;
    }

    delegate nint Call(ref Libc.MsgHdr message);

    // The file goes beside one byte: a message of nothing is no message.
    static unsafe nint Exchange(ref Rights rights, Call call, string doing)
    {
        byte one = 0;
        var data = new Libc.IoVec { iov_base = (nint)(&one), iov_len = 1 };
        fixed (Rights* control = &rights)
        {
            nint size;
            do
            {
                var message = new Libc.MsgHdr
                {
                    msg_iov = (nint)(&data), msg_iovlen = 1, msg_control = (nint)control, msg_controllen = (nuint)sizeof(Rights),
                };
                size = call(ref message);
            }
            while (size < 0 && Last(doing).Errno == Errno.Interrupted);
            return size >= 0 || Last(doing).Errno == Errno.ConnectionReset ? size : throw Last(doing);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Rights(int file)
    {
        public Libc.CMsgHdr Head = new() { cmsg_len = (nuint)(Unsafe.SizeOf<Libc.CMsgHdr>() + sizeof(int)), cmsg_level = Libc.SOL_SOCKET, cmsg_type = Libc.SCM_RIGHTS };
        public int File = file;
        readonly int _padding = 0;
    }

    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }
}
