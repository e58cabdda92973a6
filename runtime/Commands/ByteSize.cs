using System.Globalization;
using System.Text.RegularExpressions;

namespace Hull.Commands;

/// <summary>Sizes of memory as docker reads and writes them: "200m" and "1.5g" in, "200MiB" out, all in powers of 1024.</summary>
internal static partial class ByteSize
{
    const string Units = "kmgtp";

    /// <summary>A number of bytes, or of what one of the letters b, k, m, g, t and p stands for.</summary>
    public static long Parse(string option, string text)
    {
        var match = Form().Match(text);
        decimal number = match.Success ? decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;
        int power = match.Groups[2].Length == 0 ? 0 : Units.IndexOf(char.ToLowerInvariant(match.Groups[2].ValueSpan[0])) + 1;
        decimal bytes = number;
        for (int i = 0; i < power && bytes < long.MaxValue; i++)
            bytes *= 1024;
        return match.Success && bytes < long.MaxValue
            ? (long)bytes
            : throw new HullException($"{option} is \"{text}\", which is an invalid size: it reads 300m, 1.5g or a number of bytes");
    }

    /// <summary>In four digits, without zeros at the end.</summary>
    public static string Print(ulong bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++)
            size /= 1024;
        string format = size >= 1000 ? "0" : size >= 100 ? "0.#" : size >= 10 ? "0.##" : "0.###";
        return size.ToString(format, CultureInfo.InvariantCulture) + units[unit];
    }

    [GeneratedRegex(@"^(\d{1,19}(?:\.\d{1,9})?) ?(?:([kKmMgGtTpP])[iI]?)?[bB]?$")]
    private static partial Regex Form();
}
