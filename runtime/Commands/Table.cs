using System.Text;

namespace Hull.Commands;

/// <summary>Columns as docker sets them: three wider than their widest entry; the last one without trailing space.</summary>
internal sealed class Table(params string[] headings)
{
    const int Apart = 3;

    readonly List<string[]> _rows = [headings];

    /// <summary>No column but the last is narrower.</summary>
    public int LeastWidth { get; init; } = 10;

    public void Add(params string[] row) => _rows.Add(row);

    /// <summary>Sets lines whose entries have tabs between them.</summary>
    public static string Set(IEnumerable<string> lines)
    {
        var rows = lines.SelectMany(line => line.TrimEnd('\n').Split('\n')).Select(line => line.Split('\t')).ToList();
        var table = new Table(rows[0]);
        foreach (var row in rows.Skip(1)) table.Add(row);
        return table.ToString();
    }

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _rows.Max(row => row.Length))
            .Select(column => Math.Max(LeastWidth, _rows.Where(row => column < row.Length - 1).Select(row => row[column].Length + Apart).DefaultIfEmpty().Max())).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            for (int column = 0; column < row.Length - 1; column++)
                text.Append(row[column].PadRight(widths[column]));
            text.Append(row[^1]).Append('\n');
        }
        return text.ToString();
    }
}
