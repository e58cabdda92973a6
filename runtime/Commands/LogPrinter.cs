using System.Buffers;
using System.Text;
using Hull.Monitor;
using Linux;

namespace Hull.Commands;

/// <summary>Puts a log's lines on the streams of ours that they came from in the container.</summary>
internal sealed class LogPrinter
{
    const int Enough = 32768;

    readonly LogEntry _entry = new();
    readonly ArrayBufferWriter<byte> _waiting = new(Enough);
    bool _waitingIsError, _inLine, _inErrorLine;

    public bool WithTimes { get; init; }
    public DateTime Since { get; init; } = DateTime.MinValue;
    public DateTime Until { get; init; } = DateTime.MaxValue;

    /// <summary>Prints what there is. False when nothing more is wanted: a line was too late, or nobody reads.</summary>
    public bool Print(LogReader log)
    {
        try
        {
            while (log.Next(_entry))
            {
                if (_entry.Time > Until)
                {
                    Flush();
                    return false;
                }
                if (_entry.Time >= Since)
                    Print();
            }
            Flush();
            return DateTime.UtcNow <= Until;
        }
        catch (LinuxException e) when (e.Errno == Errno.BrokenPipe)
        {
            return false;
        }
    }

    // Many lines by one call, but never past a change of streams: a terminal that shows both has them in the order they came.
    void Print()
    {
        if (_waitingIsError != _entry.IsError || _waiting.WrittenCount > Enough)
            Flush();
        _waitingIsError = _entry.IsError;
        ref bool inLine = ref _entry.IsError ? ref _inErrorLine : ref _inLine;
        if (WithTimes && !inLine)
            _waiting.Write(Encoding.ASCII.GetBytes($"{_entry.Stamp} "));
        _waiting.Write(_entry.Text);
        inLine = !_entry.Text.EndsWith((byte)'\n');
    }

    void Flush()
    {
        (_waitingIsError ? Stdio.Error : Stdio.Output).Write(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }
}
