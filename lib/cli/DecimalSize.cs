using System.Globalization;

namespace Cli;

/// <summary>Numbers of bytes as docker prints them for files, in powers of ten: 12.3MB.</summary>
public static class DecimalSize
{
    static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>In three digits, without zeros at the end.</summary>
    public static string Print(long bytes)
    {
        double size = bytes;
        int unit = 0;
        for (; size >= 1000 && unit < s_units.Length - 1; unit++)
            size /= 1000;
        string format = size >= 100 || unit == 0 ? "0" : size >= 10 ? "0.#" : "0.##";
        return size.ToString(format, CultureInfo.InvariantCulture) + s_units[unit];
    }
}
