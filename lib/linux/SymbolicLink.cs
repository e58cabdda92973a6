using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Symbolic links, also as what they can be: a short text that is made and read whole, in one call.</summary>
public static class SymbolicLink
{
    /// <summary>Makes a link. Fails when the name is taken.</summary>
    public static void Create(string path, string target) => Check(Libc.symlink(target, path), $"link {path} to {target}");

    /// <summary>What a link says; null when there is none.</summary>
    public static string? Find(string path)
    {
        Span<byte> target = stackalloc byte[4096];
        nint length = Libc.readlink(path, target, target.Length);
        if (length >= 0)
            return Encoding.UTF8.GetString(target[..(int)length]);
        return Last($"read link {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure ? throw failure : null;
    }
}
