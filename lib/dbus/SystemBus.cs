using System.Diagnostics;
using System.Text;
using Linux;
using static Linux.LinuxException;

namespace DBus;

/// <summary>A connection to the system bus, by which daemons are called one call at a time. Whoever sends signals talks to nobody.</summary>
public sealed class SystemBus : IDisposable
{
    /// <summary>How long a call is waited for: what other clients wait, too.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    static readonly Method s_hello = OfTheBus("Hello"), s_nameHasOwner = OfTheBus("NameHasOwner");

    readonly FileDescriptor _socket;
    byte[] _received = new byte[1024];
    int _length;
    uint _serial;

    SystemBus(FileDescriptor socket) => _socket = socket;

    static Method OfTheBus(string member) => new("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", member);

    /// <summary>Connects; null where there is no bus.</summary>
    /// <exception cref="DBusException">It does not let us in.</exception>
    public static SystemBus? Find()
    {
        foreach (var address in BusAddress.OfSystemBus())
            if (Connect(address) is { } socket)
            {
                var bus = new SystemBus(socket);
                try
                {
                    bus.Greet();
                    return bus;
                }
                catch
                {
                    bus.Dispose();
                    throw;
                }
            }
        return null;
    }

    static FileDescriptor? Connect(BusAddress address)
    {
        var socket = new FileDescriptor(Check(Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0), "open a unix socket"));
        var name = address.SocketAddress();
        if (Libc.connect(socket, name, name.Length) == 0)
            return socket;
        var failure = Last($"connect to {address}");
        socket.Dispose();
        return failure.Errno is Errno.NoEntry or Errno.NotDirectory or Errno.ConnectionRefused ? null : throw failure;
    }

    // Everything at once: the zero byte that credentials go with, who we are (in hexadecimal digits of decimal ones), and, trusting that to be granted, the first call.
    void Greet()
    {
        string user = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Libc.geteuid().ToString()));
        _socket.Write([.. Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {user}\r\nBEGIN\r\n"), .. CallMessage.Write(++_serial, s_hello, [])]);
        long start = Stopwatch.GetTimestamp();
        int end;
        while ((end = _received.AsSpan(0, _length).IndexOf("\r\n"u8)) < 0)
            Receive(start, s_hello);
        string answer = Encoding.ASCII.GetString(_received, 0, end);
        if (!answer.StartsWith("OK ", StringComparison.Ordinal))
            throw new DBusException("org.freedesktop.DBus.Error.AuthFailed", $"the system bus does not let user {Libc.geteuid()} in: {answer}");
        Consume(end + 2);
        Answer(_serial, start, s_hello);
    }

    /// <summary>Whether somebody has the name now.</summary>
    public bool IsOwned(string name) => Call(s_nameHasOwner, name).Bool;

    /// <summary>Calls a method whose arguments are all text, and waits for the answer.</summary>
    /// <exception cref="DBusException">An error is the answer, or there is none.</exception>
    public Reply Call(Method method, params ReadOnlySpan<string> arguments)
    {
        _socket.Write(CallMessage.Write(++_serial, method, arguments));
        return Answer(_serial, Stopwatch.GetTimestamp(), method);
    }

    Reply Answer(uint serial, long start, Method method)
    {
        while (true)
        {
            while (Reply.Size(_received.AsSpan(0, _length)) is not { } size || size > _length)
                Receive(start, method);
            int whole = Reply.Size(_received.AsSpan(0, _length))!.Value;
            var message = Reply.Parse(_received.AsSpan(0, whole));
            Consume(whole);
            if (!message.IsReply || message.To != serial)
                continue;   // a signal, or the late answer to a call that nobody waits for
            return !message.IsError ? message : throw new DBusException(message.ErrorName, message.Text == "" ? $"{method} fails: {message.ErrorName}" : message.Text);
        }
    }

    void Receive(long start, Method method)
    {
        var poll = new Poll();
        poll.ForReading(_socket);
        if (!poll.Wait(s_patience - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero))
            throw new DBusException("org.freedesktop.DBus.Error.NoReply", $"{method.Destination} does not answer {method} within {s_patience.TotalSeconds} seconds");
        if (_length == _received.Length)
            Array.Resize(ref _received, 2 * _received.Length);
        int count = _socket.Read(_received.AsSpan(_length));
        if (count == 0)
            throw new DBusException("org.freedesktop.DBus.Error.Disconnected", $"the system bus hangs up before {method} is answered");
        _length += count;
    }

    void Consume(int count)
    {
        _received.AsSpan(count, _length - count).CopyTo(_received);
        _length -= count;
    }

    public void Dispose() => _socket.Dispose();
}
