using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Writes a file so that whoever reads it, even after a crash, finds all of it or none of it.</summary>
public static class AtomicFile
{
    /// <summary>Replaces <paramref name="path"/>: written under another name, flushed to disk, then renamed.</summary>
    /// <param name="flush">False for what no restart of the machine has a use for: then only this process, not the machine, may fail at any moment.</param>
    /// <param name="draft">The other name, of one who writes there alone: then the next to write puts right what a killed one has left.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, uint mode = 0x1a4 /* 0644 */, bool flush = true, string? draft = null)
    {
        draft ??= $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileDescriptor(Check(Libc.open(draft, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC | Libc.O_CLOEXEC, mode), $"write {path}")))
            {
                for (var rest = content; rest.Length > 0;)
                    rest = rest[(int)Check(Libc.write(file, rest, rest.Length), $"write {path}")..];
                if (flush)
                    Check(Libc.fsync(file), $"write {path}");
            }
            Check(Libc.rename(draft, path), $"write {path}");
        }
        catch
        {
            Libc.unlink(draft);
            throw;
        }
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, uint, bool, string)"/>
    public static void Write(string path, string content, uint mode = 0x1a4, bool flush = true) => Write(path, Encoding.UTF8.GetBytes(content), mode, flush);

    /// <summary>Gives a file another name, in place of whatever has it. False when there is no such file.</summary>
    public static bool TryRename(string path, string to)
    {
        if (Libc.rename(path, to) == 0)
            return true;
        return Last($"rename {path} to {to}") is { Errno: not Errno.NoEntry } failure ? throw failure : false;
    }

    /// <summary>Moves a folder to a name where it appears as a whole. False when a folder of that name has something in it already.</summary>
    public static bool TryMove(string folder, string to)
    {
        if (Libc.rename(folder, to) == 0)
            return true;
        return Last($"move {folder} to {to}") is { Errno: not (Errno.Exists or Errno.NotEmpty) } failure ? throw failure : false;
    }
}
