using System.Runtime.InteropServices;
using Linux;

namespace Hull.Commands;

/// <summary>Signals that would end this command with its terminal left as it was set: they set it back first, and then end it as they would have.</summary>
internal sealed class RestoringSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;

    public RestoringSignals(RawTerminal terminal) => _registrations =
    [
        .. new[] { Signal.Hangup, Signal.Interrupt, Signal.Quit, Signal.Terminate }.Select(signal => PosixSignalRegistration.Create((PosixSignal)(int)signal, context =>
        {
            context.Cancel = true;
            terminal.Dispose();
            CurrentProcess.EndBy(signal);
        })),
    ];

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
