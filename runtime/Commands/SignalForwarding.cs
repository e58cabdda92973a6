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
    readonly PosixSignalRegistration[] _registrations;
    ProcessHandle? _process;

    public SignalForwarding() => _registrations =
        [.. new[] { Signal.Hangup, Signal.Interrupt, Signal.Quit, Signal.User1, Signal.User2, Signal.Terminate }.Select(Forward)];

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

    PosixSignalRegistration Forward(Signal signal) => PosixSignalRegistration.Create((PosixSignal)(int)signal, context =>
    {
        context.Cancel = true;
        lock (_lock)
            if (_process is null)
                _early.Add(signal);
            else
                _process.Send(signal);
    });

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _process?.Dispose();
    }
}
