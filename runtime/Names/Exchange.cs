using Linux;

namespace Hull.Names;

/// <summary>
/// A question on its way to another name server and back. It has a port and a number of its own, both hard to guess, and takes only the answer to what it asked
/// from whom it asked (RFC 5452).
/// </summary>
internal abstract class Exchange : IDisposable
{
    protected Exchange(byte[] question)
    {
        Asked = [.. question];
        KernelRandom.Fill(Asked.AsSpan(0, 2));
    }

    protected byte[] Asked { get; }

    public abstract FileDescriptor Descriptor { get; }

    /// <summary>Whether it waits to send; else for what is sent to it.</summary>
    public virtual bool WantsToWrite => false;

    /// <summary>Goes on, once there is something to do. The answer, or null when it is not there yet.</summary>
    /// <exception cref="LinuxException">There will be none from this server.</exception>
    public abstract byte[]? GoOn();

    /// <summary>Whether a message answers what was asked.</summary>
    protected bool IsAnswer(ReadOnlySpan<byte> message)
    {
        int question = DnsQuery.HeaderSize;
        while (question < Asked.Length && Asked[question] != 0) question += Asked[question] + 1;
        question = Math.Min(question + 5, Asked.Length);
        return message.Length >= question && message[..2].SequenceEqual(Asked.AsSpan(0, 2)) && (message[2] & 0x80) != 0
            && message[DnsQuery.HeaderSize..question].SequenceEqual(Asked.AsSpan(DnsQuery.HeaderSize, question - DnsQuery.HeaderSize));
    }

    public abstract void Dispose();
}
