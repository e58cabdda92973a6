using System.Text;

namespace Hull.Commands;

/// <summary>Columns as docker sets them: as wide as their widest entry, three spaces apart, the last one without trailing space.</summary>
internal sealed class Table(params string[] headings)
{
    readonly List<string[]> _rows = [headings];

    /// <summary>No column but the last is narrower.</summary>
    public int LeastWidth { get; init; }

    public void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        var widths = headings.Select((_, column) => Math.Max(LeastWidth, _rows.Max(row => row[column].Length) + 3)).ToArray();
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
