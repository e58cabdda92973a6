using Linux;

namespace Hull.Monitor;

/// <summary>
/// A user namespace with a mapping. It takes a process of its own to make one: a process with several threads cannot, and a thread cannot alone. That process is
/// this executable once more, which does nothing else; it waits while the mapping is written, and ends.
/// </summary>
internal static class UserNamespace
{
    /// <summary>Its name, as argv[0].</summary>
    public const string Name = "hull-userns";
    const int Made = 3, Mapped = 4;

    public static FileDescriptor Make(IReadOnlyList<IdMap> users, IReadOnlyList<IdMap> groups)
    {
        var (made, mapped) = (new Pipe(), new Pipe());
        using var nothing = FileDescriptor.Open("/dev/null");
        using var holder = new Spawn("/proc/self/exe", Name).With(0, nothing).With(1, nothing).With(2, Stdio.Error).With(Made, made.Writer).With(Mapped, mapped.Reader).Start();
        made.Writer.Dispose();
        mapped.Reader.Dispose();
        try
        {
            if (made.Reader.Read(new byte[1]) == 0)
                throw new HullException("the kernel makes no user namespace here");
            SmallFile.Write($"/proc/{holder.Pid}/uid_map", string.Join('\n', users));
            SmallFile.Write($"/proc/{holder.Pid}/gid_map", string.Join('\n', groups));
            return FileDescriptor.Open($"/proc/{holder.Pid}/ns/user");
        }
        finally
        {
            made.Reader.Dispose();
            mapped.Writer.Dispose();
            holder.Wait();
        }
    }

    /// <summary>The process.</summary>
    public static int Run()
    {
        using var made = new FileDescriptor(Made);
        using var mapped = new FileDescriptor(Mapped);
        CurrentProcess.Unshare(Namespaces.User);
        made.Write("."u8);
        mapped.Read(new byte[1]);
        return 0;
    }
}
