using System.Text.Json;
using Cni;
using Linux;

namespace Plugins.Dhcp;

/// <summary>Asks the daemon.</summary>
internal static class DaemonClient
{
    /// <summary>All but an ADD is answered at once. An ADD takes as long as a server does, and the daemon says when that is too long.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    const int LongestAnswer = 1 << 20;

    /// <summary>The answer; null when no daemon is there to give one. An error in it is thrown, with <paramref name="before"/> put before what it says.</summary>
    public static DaemonAnswer? Ask(string socketPath, DaemonCall call, string before)
    {
        using var socket = Connect(socketPath);
        if (socket is null)
            return null;
        var answer = Read(Exchange(socket, socketPath, call), socketPath);
        return answer.Error is { } error ? throw new CniError(error.Code, before + error.Message, error.Details) : answer;
    }

    static FileDescriptor? Connect(string path)
    {
        try
        {
            return UnixSocket.Connect(path);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.NotDirectory or Errno.NameTooLong or Errno.ConnectionRefused)
        {
            return null;
        }
    }

    static byte[] Exchange(FileDescriptor socket, string path, DaemonCall call)
    {
        if (!StreamSocket.TryWrite(socket, call.Write()))
            throw new CniError(CniErrorCode.TryAgainLater, $"the DHCP daemon at {path} did not take what it was asked");
        StreamSocket.EndWriting(socket);

        var wait = new Poll();
        wait.ForReading(socket);
        var answer = new byte[4096];
        int length = 0;
        while (true)
        {
            if (!wait.Wait(call.Verb == CniVerb.Add ? Timeout.InfiniteTimeSpan : s_patience))
                throw new CniError(CniErrorCode.TryAgainLater, $"the DHCP daemon at {path} has not answered for {s_patience.TotalSeconds} s");
            int size = socket.Read(answer.AsSpan(length));
            if (size == 0)
                return answer[..length];
            length += size;
            if (length == answer.Length)
                Array.Resize(ref answer, length < LongestAnswer ? 2 * length
                    : throw new CniError(CniErrorCode.Internal, $"what answers at {path} is no DHCP daemon of ours: it says more than {LongestAnswer} bytes"));
        }
    }

    static DaemonAnswer Read(byte[] answer, string path)
    {
        try
        {
            return DaemonAnswer.Read(answer);
        }
        catch (JsonException)
        {
            throw new CniError(CniErrorCode.TryAgainLater, answer.Length == 0
                ? $"the DHCP daemon at {path} ended before it answered"
                : $"what answers at {path} is no DHCP daemon of ours");
        }
    }
}
