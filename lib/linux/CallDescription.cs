using System.Globalization;
using System.Runtime.CompilerServices;

namespace Linux;

/// <summary>
/// The words for what a system call was to do, put together only when it has failed: <c>Check(Libc.chdir(path), $"enter {path}")</c> makes no text of a call
/// that succeeds, as nearly all do.
/// </summary>
[InterpolatedStringHandler]
public ref struct CallDescription
{
    DefaultInterpolatedStringHandler _text;

    public CallDescription(int literals, int holes, nint result, out bool failed)
    {
        failed = result < 0;
        if (failed)
            _text = new(literals, holes, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted(string? text) => _text.AppendFormatted(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string Text() => _text.ToStringAndClear();
}
