using System.Runtime.InteropServices;
using Linux;

namespace Hull.Commands;

/// <summary>
/// While it lasts, what would interrupt or end this command goes to a container's process instead. It begins before the process does:
/// a signal that comes too early is kept for it.
/// </summary>
internal sealed class SignalForwarding : IDisposable
{
    readonly Lock _lock = new();
    readonly List<Signal> _early = [];
    readonly PosixSignalRegistration _interrupt, _terminate;
    ProcessHandle? _process;

    public SignalForwarding()
    {
        _interrupt = Forward(PosixSignal.SIGINT, Signal.Interrupt);
        _terminate = Forward(PosixSignal.SIGTERM, Signal.Terminate);
    }

    /// <summary>The process is there now. Null for one that has ended already: then there is nobody to tell.</summary>
    public void To(ProcessHandle? process)
    {
        lock (_lock)
        {
            _process = process;
            foreach (var signal in _early)
                process?.Send(signal);
        }
    }

    PosixSignalRegistration Forward(PosixSignal here, Signal there) => PosixSignalRegistration.Create(here, context =>
    {
        context.Cancel = true;
        lock (_lock)
            if (_process is null)
                _early.Add(there);
            else
                _process.Send(there);
    });

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _process?.Dispose();
    }
}
