using Linux;

namespace Netctl;

/// <summary>
/// Names for numbers, as a file of /etc/iproute2 and the folder beside it (rt_tables, rt_tables.d/*.conf) give them. The usual ones are known
/// without looking; the files are read when a number or a name is none of these; without a file, these are all.
/// </summary>
internal sealed class NameTable(string file, params (uint Number, string Name)[] usual)
{
    List<(uint Number, string Name)>? _read;

    /// <summary>Its name, or else the number itself.</summary>
    public string NameOf(uint number, string format = "")
    {
        foreach (var (known, name) in usual)
            if (known == number)
                return name;
        foreach (var (known, name) in Read())
            if (known == number)
                return name;
        return format == "" ? number.ToString() : format == "x" ? $"0x{number:x2}" : number.ToString(format);
    }

    /// <summary>The number of a name; null when it is no name known here.</summary>
    public uint? Find(string name)
    {
        foreach (var (number, known) in usual)
            if (known == name)
                return number;
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            return null;
        foreach (var (number, known) in Read())
            if (known == name)
                return number;
        return null;
    }

    List<(uint, string)> Read()
    {
        if (_read is not null) return _read;
        _read = [];
        if (file == "") return _read;
        string path = $"/etc/iproute2/{file}";
        string folder = $"{path}.d";
        foreach (string one in (string[])[path, .. Directory.Exists(folder) ? Directory.GetFiles(folder, "*.conf") : []])
            foreach (string line in (SmallFile.Find(one) ?? "").Split('\n'))
                if (line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var number, var name, ..]
                    && Words.TryNumber(number, out uint value))
                    _read.Add((value, name));
        return _read;
    }
}
