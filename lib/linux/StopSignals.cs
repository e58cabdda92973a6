using System.Runtime.InteropServices;

namespace Linux;

/// <summary>
/// The wish of a user (Ctrl-C) or a supervisor that a program end, as a file to wait for: so that it ends where it chooses to, with its last words said and its
/// terminal as it was.
/// </summary>
public sealed class StopSignals : IDisposable
{
    readonly Pipe _pipe = new();
    readonly PosixSignalRegistration[] _registrations;

    public StopSignals() =>
        _registrations = [Catch(PosixSignal.SIGINT), Catch(PosixSignal.SIGTERM), Catch(PosixSignal.SIGHUP), Catch(PosixSignal.SIGQUIT)];

    /// <summary>Readable, for poll(2), from the first of them on.</summary>
    public FileDescriptor Descriptor => _pipe.Reader;

    PosixSignalRegistration Catch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _pipe.Writer.Write([0]);
    });

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _pipe.Dispose();
    }
}
