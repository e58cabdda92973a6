using Cli;
using Linux;

namespace Hull.Archives;

/// <summary>Writes an archive to a file, which has another name until it is whole, or to standard output.</summary>
internal static class WholeFile
{
    public delegate void Writing(Action<ReadOnlySpan<byte>> to);

    /// <param name="path">Null for standard output.</param>
    public static void Write(string? path, Writing write)
    {
        if (path is null)
        {
            write(Stdio.WriteOutput);
            return;
        }
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var progress = new Progress($"Writing {Path.GetFileName(path)}", total: 0))
            using (var file = FileDescriptor.Append(draft, 0x180 /* 0600 */))
                write(part =>
                {
                    file.Write(part);
                    progress.Advance(part.Length);
                });
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            SmallFile.Remove(draft);
        }
    }
}
