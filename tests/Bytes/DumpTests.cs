using System.Runtime.InteropServices;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Wire;
using Xunit;

namespace Tests.Bytes;

/// <summary>Lists read from a kernel that a test plays: it sends what a real one sends only when something changes at the wrong moment.</summary>
public class DumpTests
{
    [Fact]
    public void A_list_that_changed_while_it_was_read_is_read_again()
    {
        using var kernel = new PlayedKernel(request => request == 0
            ? [Link("half"), Done(MessageFlags.DumpInterrupted)]
            : [Link("a"), Link("b"), Done()]);

        Assert.Equal(["a", "b"], kernel.Socket.Links.List().Select(link => link.Name));
    }

    [Fact]
    public void A_list_that_never_stops_changing_is_an_error_not_half_a_list()
    {
        using var kernel = new PlayedKernel(_ => [Link("half"), Done(MessageFlags.DumpInterrupted)]);

        var e = Assert.Throws<NetlinkException>(() => kernel.Socket.Links.List());

        Assert.Contains("list links: the list changed each of the", e.Message);
    }

    [Fact]
    public void An_answer_larger_than_the_buffer_is_read_whole()
    {
        var large = Enumerable.Range(0, 3000).SelectMany(i => Message(RTM.NEWLINK, MessageFlags.Multi, LinkBody($"l{i}"))).ToArray();
        using var kernel = new PlayedKernel(_ => [large, Done()]);

        Assert.True(large.Length > 100_000);
        Assert.Equal(3000, kernel.Socket.Links.List().Count);
    }

    [Fact]
    public void Answers_to_somebody_elses_request_are_passed_over()
    {
        using var kernel = new PlayedKernel(_ => [Stale(Link("stale")), Link("a"), Done()]);

        Assert.Equal("a", Assert.Single(kernel.Socket.Links.List()).Name);
    }

    static byte[] Link(string name) => Message(RTM.NEWLINK, MessageFlags.Multi, LinkBody(name));

    static byte[] Done(MessageFlags flags = MessageFlags.None) => Message(NLMSG.DONE, MessageFlags.Multi | flags, new byte[4]);

    static byte[] Stale(byte[] message)
    {
        MemoryMarshal.AsRef<MessageHeader>(message.AsSpan()).Sequence = PlayedKernel.KeepSequence;
        return message;
    }

    static byte[] LinkBody(string name)
    {
        var writer = new MessageWriter(new byte[256], 0, MessageFlags.None, new AttributeTrail());
        writer.Body(new IfInfoMsg { Index = 1 });
        writer.Put(IFLA.IFNAME, name);
        return writer.Written[MessageHeader.Size..].ToArray();
    }

    static byte[] Message(ushort type, MessageFlags flags, byte[] body)
    {
        var header = new MessageHeader { Length = (uint)(MessageHeader.Size + body.Length), Type = type, Flags = flags };
        return [.. MemoryMarshal.AsBytes(new ReadOnlySpan<MessageHeader>(in header)), .. body];
    }
}

/// <summary>The other end of a netlink socket: for each request, in turn, the datagrams to answer it with.</summary>
internal sealed partial class PlayedKernel : IDisposable
{
    public const uint KeepSequence = 999_999;

    readonly FileDescriptor _end;
    readonly Thread _thread;

    public PlayedKernel(Func<int, byte[][]> answer)
    {
        const int AF_UNIX = 1, SOCK_SEQPACKET = 5;
        Span<int> pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_SEQPACKET | Libc.SOCK_CLOEXEC, 0, pair), "play a kernel");
        Socket = new RouteSocket(new FileDescriptor(pair[0]));
        _end = new FileDescriptor(pair[1]);
        _thread = new Thread(() => Serve(answer));
        _thread.Start();
    }

    public RouteSocket Socket { get; }

    void Serve(Func<int, byte[][]> answer)
    {
        var request = new byte[4096];
        for (int i = 0; Libc.recv(_end, request, request.Length, 0) > 0; i++)
            foreach (var datagram in answer(i))
            {
                Number(datagram, MemoryMarshal.Read<MessageHeader>(request).Sequence);
                Libc.send(_end, datagram, datagram.Length, 0);
            }
    }

    static void Number(Span<byte> datagram, uint sequence)
    {
        while (datagram.Length >= MessageHeader.Size)
        {
            ref var header = ref MemoryMarshal.AsRef<MessageHeader>(datagram);
            header.Sequence = header.Sequence == KeepSequence ? KeepSequence : sequence;
            datagram = datagram[Math.Min((int)(header.Length + 3) & ~3, datagram.Length)..];
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        _thread.Join();
        _end.Dispose();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, Span<int> pair);
}
