namespace Linux;

/// <summary>Devices that a control group's processes may, or may not, use. Of several rules for one device the last decides; version 1 takes away only what was given in the same words.</summary>
/// <param name="Type">'c' for character devices, 'b' for block devices, 'a' for both.</param>
/// <param name="Major">Null stands for every number, as it does with <paramref name="Minor"/>.</param>
/// <param name="Access">Of "r", "w" and "m", for reading, writing and making.</param>
public sealed record DeviceRule(char Type, int? Major, int? Minor, string Access)
{
    public bool Allow { get; init; } = true;

    /// <summary>As the devices controller wants it: "c 1:3 rwm" (cgroup-v1/devices.rst).</summary>
    public override string ToString() => $"{Type} {Major?.ToString() ?? "*"}:{Minor?.ToString() ?? "*"} {Access}";

    /// <summary>Reads what <see cref="ToString"/> writes; null when it is something else.</summary>
    public static DeviceRule? Parse(string text)
    {
        if (text.Split(' ') is not [[var type and ('a' or 'b' or 'c')], var numbers, { Length: >= 1 and <= 3 } access] || access.Any(one => !"rwm".Contains(one)))
            return null;
        return numbers.Split(':') is [var major, var minor] && IsNumber(major, out int? first) && IsNumber(minor, out int? second)
            ? new(type, first, second, access)
            : null;
    }

    static bool IsNumber(string text, out int? number)
    {
        number = int.TryParse(text, System.Globalization.NumberStyles.None, null, out int read) ? read : null;
        return number is not null || text == "*";
    }
}
