using System.Runtime.InteropServices;
using Linux;
using Netlink.Wire;

namespace Netlink;

/// <summary>
/// Several requests that go to the kernel in one send. Only the last asks to be answered: a refusal comes unasked,
/// before that answer, and its sequence number tells whose it is.
/// </summary>
public abstract class RequestBatch : IDisposable
{
    const int LargestMessage = 64 * 1024;   // nests are 16-bit, so no message is longer

    readonly NetlinkSocket _socket;
    readonly AttributeTrail _trail = new();
    readonly List<(int Start, Intent Intent)> _requests = [];
    byte[] _buffer = NetlinkSocket.Buffer(LargestMessage + LargestMessage / 8);

    private protected RequestBatch(NetlinkSocket socket) => _socket = socket;

    /// <summary>Nothing has been put into it yet.</summary>
    public bool IsEmpty => _requests.Count == 0;

    private protected int Count => _requests.Count;

    private protected List<object> IntendedSubjects => _requests.ConvertAll(request => request.Intent.Subject);

    private protected MessageWriter Append(ushort type, MessageFlags flags, Intent intent)
    {
        int start = EndOfLast();
        MakeRoom(start);
        _requests.Add((start, intent));
        _trail.BeginMessage(start);
        return new MessageWriter(_buffer.AsSpan(start, LargestMessage), type, flags, _trail);
    }

    /// <summary>Sends everything and waits for the answer to the request numbered <paramref name="last"/>. The error to ignore is no refusal.</summary>
    private protected void SendAndAwait(int last, Errno ignore = Errno.None)
    {
        uint first = _socket.ReserveSequence(_requests.Count);
        for (int i = 0; i < _requests.Count; i++)
            Header(i).Sequence = first + (uint)i;
        Header(last).Flags |= MessageFlags.Ack;
        _socket.ExpectRefusals(_requests.Count);
        _socket.Send(_buffer.AsSpan(0, EndOfLast()), _requests[last].Intent);
        Await(first, last, ignore);
    }

    void Await(uint first, int last, Errno ignore)
    {
        while (true)
            foreach (var message in new MessageReader(_socket.Receive(_requests[last].Intent)))
            {
                uint index = message.Header.Sequence - first;
                if (index >= _requests.Count)
                    continue;   // left over from a batch that was refused
                var (start, intent) = _requests[(int)index];
                if (message.Errno != Errno.None && message.Errno != ignore)
                    throw NetlinkSocket.Refusal(intent, message, _buffer, start, _trail);
                if (index == last)
                    return;
            }
    }

    ref MessageHeader Header(int index) => ref MemoryMarshal.AsRef<MessageHeader>(_buffer.AsSpan(_requests[index].Start));

    int EndOfLast() => IsEmpty ? 0 : _requests[^1].Start + (int)((Header(_requests.Count - 1).Length + 3) & ~3u);

    void MakeRoom(int start)
    {
        if (_buffer.Length - start >= LargestMessage)
            return;
        var larger = NetlinkSocket.Buffer(2 * _buffer.Length);
        _buffer.AsSpan(0, start).CopyTo(larger);
        _buffer = larger;
    }

    public void Dispose()
    {
        _buffer = [];
        GC.SuppressFinalize(this);
    }
}
