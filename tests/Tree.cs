namespace Tests;

/// <summary>All that there is to know of the files in a folder, as Python sees it: to compare what two programs unpacked.</summary>
internal static class Tree
{
    public const string Script = """
        import hashlib, os, stat, sys
        os.chdir(sys.argv[1])
        first = {}
        for folder, folders, files in os.walk('.'):
            for path in [folder] * (folder == '.') + [os.path.join(folder, name) for name in folders + files]:
                s = os.lstat(path)
                line = [path, stat.filemode(s.st_mode), s.st_uid, s.st_gid, s.st_mtime_ns]
                if stat.S_ISREG(s.st_mode):
                    line += [s.st_size, hashlib.sha256(open(path, 'rb').read()).hexdigest()[:16], s.st_nlink]
                if stat.S_ISLNK(s.st_mode): line += [os.readlink(path)]
                if stat.S_ISCHR(s.st_mode) or stat.S_ISBLK(s.st_mode): line += [os.major(s.st_rdev), os.minor(s.st_rdev)]
                line += ['%s=%s' % (name, os.getxattr(path, name, follow_symlinks=False).hex()) for name in sorted(os.listxattr(path, follow_symlinks=False))]
                print(*line)
        """;

    public static string[] Describe(string folder)
    {
        var outcome = Shell.Run($"python3 - {folder}", Script);
        return outcome.ExitCode == 0 ? [.. outcome.Out.Split('\n').Order(StringComparer.Ordinal)] : throw new InvalidOperationException($"describe {folder}: {outcome}");
    }
}
