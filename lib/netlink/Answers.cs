using Linux;
using Netlink.Wire;

namespace Netlink;

/// <summary>The answers to one request, read from the socket one by one. A refusal is thrown, unless it is the kernel's way to say that there are none.</summary>
internal ref struct Answers(NetlinkSocket socket, MessageWriter request, Intent intent, Errno none)
{
    readonly MessageWriter _request = request;
    MessageReader _datagram;
    bool _last;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The kernel has said that the list changed while it was read out.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>What was asked for is not there.</summary>
    public bool AreNone { get; private set; }

    public readonly Answers GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_last)
        {
            if (!_datagram.MoveNext())
            {
                _datagram = new MessageReader(socket.Receive(intent));
                continue;
            }
            var message = _datagram.Current;
            if (message.Header.Sequence != _request.Header.Sequence)
                continue;
            Interrupted |= message.IsInterrupted;
            if (message.IsVerdict)
            {
                _last = true;
                AreNone = message.Errno != Errno.None && message.Errno == none;
                return message.Errno == Errno.None || AreNone ? false : throw socket.Refusal(intent, message, _request);
            }
            _last = (_request.Header.Flags & MessageFlags.Ack) == 0 && (message.Header.Flags & MessageFlags.Multi) == 0;
            Current = message.Body;
            return true;
        }
        return false;
    }
}
