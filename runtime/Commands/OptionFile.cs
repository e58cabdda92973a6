namespace Hull.Commands;

/// <summary>A file with a NAME=value in each line, as --label-file takes it. Empty lines, and those that begin with #, say nothing.</summary>
internal static class OptionFile
{
    /// <summary>The lines of several files, one after the other.</summary>
    public static IEnumerable<string> Lines(string option, IEnumerable<string> files) => files.SelectMany(file => Lines(option, file));

    static IEnumerable<string> Lines(string option, string file)
    {
        foreach (string line in Read(option, file).Select(line => line.TrimStart()).Where(line => line != "" && line[0] != '#'))
        {
            string name = line.Split('=')[0];
            yield return name != "" && !name.Any(char.IsWhiteSpace)
                ? line
                : throw new HullException($"{option} {file}: \"{line}\" does not begin with a name: it reads NAME=value");
        }
    }

    static string[] Read(string option, string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HullException($"{option} {file} cannot be read: {e.Message}");
        }
    }
}
