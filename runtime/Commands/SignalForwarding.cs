using System.Runtime.InteropServices;
using Linux;

namespace Hull.Commands;

/// <summary>While it lasts, what would interrupt or end this command goes to a container's process instead.</summary>
internal sealed class SignalForwarding : IDisposable
{
    readonly ProcessHandle? _process;
    readonly PosixSignalRegistration _interrupt, _terminate;

    SignalForwarding(ProcessHandle? process)
    {
        _process = process;
        _interrupt = Forward(PosixSignal.SIGINT, Signal.Interrupt);
        _terminate = Forward(PosixSignal.SIGTERM, Signal.Terminate);
    }

    /// <param name="process">Null for one that has ended already: then there is nobody to tell.</param>
    public static SignalForwarding To(ProcessHandle? process) => new(process);

    PosixSignalRegistration Forward(PosixSignal here, Signal there) => PosixSignalRegistration.Create(here, context =>
    {
        context.Cancel = true;
        _process?.Send(there);
    });

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _process?.Dispose();
    }
}
