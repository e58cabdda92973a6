using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hull.Templates;

/// <summary>printf of templates: %s %v %q %d %x %t %f, with -, 0, a width and a precision.</summary>
internal static class GoFormat
{
    public static string Of(string format, object?[] values)
    {
        var text = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }
            int verb = at + 1;
            while (verb < format.Length && (char.IsAsciiDigit(format[verb]) || format[verb] is '-' or '+' or '#' or '.' or ' ')) verb++;
            if (verb == format.Length)
                throw new ArgumentException($"printf's {GoText.Quoted(format)} ends in the middle of a %");
            if (format[verb] == '%')
                text.Append('%');
            else if (next == values.Length)
                throw new ArgumentException($"printf's {GoText.Quoted(format)} wants more than the {values.Length} values that there are");
            else
                text.Append(One(format[(at + 1)..verb], format[verb], values[next++]));
            at = verb;
        }
        return next == values.Length ? text.ToString() : throw new ArgumentException($"printf's {GoText.Quoted(format)} has no use for {values.Length - next} of its values");
    }

    static string One(string flags, char verb, object? value)
    {
        bool left = flags.Contains('-');
        string size = flags.TrimStart('-', '+', '#', ' ');
        bool zeros = size.StartsWith('0') && !left;
        var parts = size.Split('.');
        int width = Number(parts[0]), precision = parts.Length > 1 ? Number(parts[1]) : -1;
        string text = Plain(verb, value, precision);
        return left ? text.PadRight(width) : zeros ? text.PadLeft(width, '0') : text.PadLeft(width);
    }

    static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 10_000 ? number : 0;

    static string Plain(char verb, object? value, int precision) => (verb, value) switch
    {
        ('s' or 'v', _) => GoText.Of(value) is var text && precision >= 0 && precision < text.Length && value is string ? text[..precision] : GoText.Of(value),
        ('q', JsonArray list) => $"[{string.Join(' ', list.Select(item => GoText.Quoted(GoText.Of(Evaluator.Value(item)))))}]",
        ('q', _) => GoText.Quoted(GoText.Of(value)),
        ('d', long number) => number.ToString(CultureInfo.InvariantCulture),
        ('x', long number) => number.ToString("x", CultureInfo.InvariantCulture),
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('t', bool) => GoText.Of(value),
        ('f', long or double) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString($"F{(precision < 0 ? 6 : precision)}", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"printf's %{verb} cannot print {GoText.Kind(value)}"),
    };
}
