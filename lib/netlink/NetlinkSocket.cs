using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linux;
using Netlink.Wire;
using static Linux.Libc;
using static Linux.LinuxException;

namespace Netlink;

/// <summary>Whether a message that the kernel sent unasked is one that is waited for.</summary>
internal delegate bool IsNews(Message message);

/// <summary>
/// A netlink socket. It belongs to the namespace it was opened in for as long as it lives,
/// so one thread can work in several namespaces by holding a socket in each. Not for two threads at once.
/// </summary>
public abstract class NetlinkSocket : IDisposable
{
    const int LargestRequest = 16 * 1024;
    const int FirstAnswer = 32 * 1024;     // the most that the kernel puts into one datagram of a dump
    const int SocketBuffer = 208 * 1024;   // what the kernel gives a socket: a send must fit into it
    const int RefusalCost = 1024;          // what a refusal that nobody has read yet takes of it, the kernel's own bookkeeping included

    readonly FileDescriptor _fd;
    readonly AttributeTrail _trail = new();
    readonly byte[] _sent = Buffer(LargestRequest);
    byte[] _received = Buffer(FirstAnswer);
    uint _sequence;
    bool _disposed;

    private protected NetlinkSocket(int protocol, NetNamespace? where)
        : this(where is null ? Open(protocol) : where.Visit(() => Open(protocol)))
    {
        Set(SOL_NETLINK, NETLINK.EXT_ACK, 1);
        Set(SOL_NETLINK, NETLINK.CAP_ACK, 1);
        Set(SOL_NETLINK, NETLINK.GET_STRICT_CHK, 1);
    }

    /// <summary>For tests: whatever speaks at the other end of <paramref name="fd"/> plays the kernel.</summary>
    private protected NetlinkSocket(FileDescriptor fd) => _fd = fd;

    // Not from the shared pool: its first use times the processors, which costs more than all the buffers of a plugin's life.
    internal static byte[] Buffer(int size) => GC.AllocateUninitializedArray<byte>(size);

    /// <summary>The socket itself, to be waited for beside other files; readable when the kernel has sent something.</summary>
    public FileDescriptor Descriptor => _fd;

    static FileDescriptor Open(int protocol) =>
        new(Check(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), "open a netlink socket"));

    void Set(int level, int option, int value) => Check(setsockopt(_fd, level, option, value, sizeof(int)), "set a netlink socket's option");

    /// <summary>A request in the socket's own buffer: finish and send it before the next is begun.</summary>
    internal MessageWriter Request(ushort type, MessageFlags flags)
    {
        _trail.Clear();
        _trail.BeginMessage(0);
        return new MessageWriter(_sent, type, flags, _trail);
    }

    /// <summary>Sends a request and waits for the kernel's yes or no. False is a no with the error <paramref name="none"/>: what it is about is not there.</summary>
    internal bool Execute(MessageWriter request, Intent intent, Errno none = Errno.None)
    {
        request.Header.Flags |= MessageFlags.Ack;
        var answers = Exchange(request, intent, none);
        while (answers.MoveNext()) { }
        return !answers.AreNone;
    }

    /// <summary>
    /// Sends a request and hands out its answers as they arrive. There are none when it is refused with the error <paramref name="none"/>:
    /// an exception for what is often not there would cost more than all else.
    /// </summary>
    internal Answers Exchange(MessageWriter request, Intent intent, Errno none = Errno.None)
    {
        request.Header.Sequence = ReserveSequence(1);
        Send(request.Written, intent);
        return new Answers(this, request, intent, none);
    }

    /// <summary>The first of some numbers that no answer still in the queue can bear.</summary>
    internal uint ReserveSequence(int count) => (_sequence += (uint)count) - (uint)count + 1;

    internal void Send(ReadOnlySpan<byte> data, Intent intent)
    {
        if (data.Length > SocketBuffer / 2)   // the kernel counts its own bookkeeping too
            Set(SOL_SOCKET, SO_SNDBUFFORCE, 2 * data.Length);
        while (send(_fd, data, data.Length, 0) < 0)
            if (Last(intent.ToString()) is { Errno: not Errno.Interrupted } failure)
                throw failure;
    }

    /// <summary>Makes room for a refusal of each of so many requests. Where they do not fit, the kernel's answer is lost.</summary>
    internal void ExpectRefusals(int count)
    {
        if (count * RefusalCost > SocketBuffer)
            Set(SOL_SOCKET, SO_RCVBUFFORCE, count * RefusalCost);
    }

    /// <summary>One datagram, all of it: its size is asked for first, and the buffer made to fit.</summary>
    internal ReadOnlySpan<byte> Receive(Intent intent)
    {
        int size = Receive([], MSG_PEEK | MSG_TRUNC, intent);
        if (size > _received.Length)
            _received = Buffer(size);
        return _received.AsSpan(0, Receive(_received, 0, intent));
    }

    int Receive(Span<byte> into, int flags, Intent intent)
    {
        while (true)
        {
            int size = (int)recv(_fd, into, into.Length, flags);
            if (size >= 0)
                return size;
            var failure = Last(intent.ToString());
            if (failure.Errno == Errno.NoBuffers)
                throw new NetlinkException(intent, Errno.NoBuffers, "the kernel's answer was lost, whether it was yes or no");
            if (failure.Errno != Errno.Interrupted)
                throw failure;
        }
    }

    /// <summary>Throws away what is queued, so that the next answer read is the next request's.</summary>
    internal void Drain()
    {
        while (recv(_fd, _received, _received.Length, MSG_DONTWAIT) >= 0) { }
    }

    /// <summary>From now on the kernel tells of changes of this kind (RTNLGRP_*), asked or not.</summary>
    private protected void Join(int group)
    {
        // It leaves out who made a change, by number; and its own changes bear the number of a socket that has none yet. So one is taken first.
        var any = new SocketAddress { Family = AF_NETLINK };
        Check(bind(_fd, MemoryMarshal.AsBytes(new ReadOnlySpan<SocketAddress>(in any)), Unsafe.SizeOf<SocketAddress>()), "bind a netlink socket");
        Set(SOL_NETLINK, NETLINK.ADD_MEMBERSHIP, group);
    }

    /// <summary>
    /// Waits for news among what the kernel tells unasked; when some of that was lost, it may have been there. False when <paramref name="timeout"/> went by first.
    /// </summary>
    private protected bool WaitForNews(IsNews isNews, TimeSpan timeout)
    {
        var poll = new Poll();
        poll.ForReading(_fd);
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (poll.Wait(TimeSpan.FromMilliseconds(Math.Max(end - Environment.TickCount64, 0))))
            try
            {
                foreach (var message in new MessageReader(Receive(s_listen)))
                    if (isNews(message))
                        return true;
            }
            catch (NetlinkException e) when (e.Errno == Errno.NoBuffers)
            {
                return true;
            }
        return false;
    }

    static readonly Intent s_listen = new("listen to", "the kernel");

    internal NetlinkException Refusal(Intent intent, Message verdict, MessageWriter request) =>
        Refusal(intent, verdict, request.Written, 0, _trail);

    internal static NetlinkException Refusal(Intent intent, Message verdict, ReadOnlySpan<byte> buffer, int start, AttributeTrail trail)
    {
        var ack = ExtendedAck.Read(verdict);
        string attribute = ack.Offset is { } offset ? trail.PathTo(offset, buffer, start) : "";
        if (ack.MissingType is { } type)
            attribute = $"attribute {type}, which is missing{(attribute == "" ? "" : $" in {attribute}")}";
        return new NetlinkException(intent, verdict.Errno, ack.Sentence, attribute);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _fd.Dispose();
        GC.SuppressFinalize(this);
    }
}
