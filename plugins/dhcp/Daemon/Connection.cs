using System.Text.Json;
using Cni;
using Linux;

namespace Plugins.Dhcp.Daemon;

/// <summary>A plugin that asks: what it has sent so far, and then the lease that it waits for.</summary>
internal sealed class Connection(FileDescriptor socket, TimeSpan since) : IDisposable
{
    const int LongestCall = 4 << 20;   // a GC names every attachment of its network

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    byte[] _received = new byte[4096];
    int _length;

    public FileDescriptor Socket => socket;

    /// <summary>Until when the whole question must have come.</summary>
    public TimeSpan Deadline => since + s_patience;

    /// <summary>What the answer depends on; null while the question is not whole.</summary>
    public Lease? Awaited { get; set; }

    /// <summary>The question, once all of it is there; null until then.</summary>
    /// <exception cref="CniError">It is none.</exception>
    public DaemonCall? Receive()
    {
        while (StreamSocket.TryRead(socket, _received.AsSpan(_length)) is { } size)
        {
            if (size == 0)
                return Read();
            _length += size;
            if (_length == _received.Length)
                Array.Resize(ref _received, _length < LongestCall ? 2 * _length : throw new CniError(CniErrorCode.DecodingFailure, $"more than {LongestCall} bytes"));
        }
        return null;
    }

    DaemonCall Read()
    {
        try
        {
            var json = new ConfigObject(JsonDocument.Parse(_received.AsMemory(0, _length)).RootElement);
            var call = DaemonCall.Read(json);
            return json.Problems.Count == 0 ? call : throw CniError.InvalidConfig(json.Problems);
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.DecodingFailure, e.Message);
        }
    }

    /// <summary>False when nobody is there to take the answer.</summary>
    public bool Answer(DaemonAnswer answer) => StreamSocket.TryWrite(socket, answer.Write());

    public void Dispose() => socket.Dispose();
}
