using System.Diagnostics;
using System.Text;
using Linux;

namespace Cli;

/// <summary>Says on a terminal how far long work has come: one line of standard error that is written over, and gone at the end. Without a terminal it says nothing.</summary>
public sealed class Progress : IDisposable
{
    static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(100);

    readonly string _doing;
    readonly long _total;
    long _done, _shown = -1, _last;

    /// <param name="total">0 where nobody knows.</param>
    public Progress(string doing, long total) => (_doing, _total) = (doing, total);

    /// <summary>So much has been done in all.</summary>
    public void At(long bytes)
    {
        _done = bytes;
        if (!Stdio.ErrorIsTerminal || _shown >= 0 && Stopwatch.GetElapsedTime(_last) < s_often)
            return;
        (_shown, _last) = (_done, Stopwatch.GetTimestamp());
        Stdio.Error.Write(Encoding.UTF8.GetBytes($"\r\e[K{_doing} {DecimalSize.Print(_done)}{(_total > 0 ? $" / {DecimalSize.Print(_total)}" : "")}"));
    }

    public void Advance(long bytes) => At(_done + bytes);

    public void Dispose()
    {
        if (_shown >= 0)
            Stdio.Error.Write("\r\e[K"u8);
    }
}
