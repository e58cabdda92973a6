namespace Linux;

/// <summary>
/// Kernel settings under /proc/sys, by path: <c>net/ipv4/ip_forward</c>. Those below net/ belong to the calling thread's
/// network namespace: reach another's by <see cref="NetNamespace.Visit"/>.
/// </summary>
public static class Sysctl
{
    /// <summary>The value without its line end. Null when this kernel has no such setting.</summary>
    public static string? Find(string name) => SmallFile.Find(PathOf(name))?.TrimEnd();

    /// <summary>Sets a value. Throws <see cref="LinuxException"/> when it is missing or refused.</summary>
    public static void Set(string name, string value) => SmallFile.Write(PathOf(name), value);

    /// <summary>Sets a value unless it is that already; reading is cheap and needs no right to write.</summary>
    public static void Ensure(string name, string value)
    {
        if (Find(name) != value)
            Set(name, value);
    }

    /// <summary>Sets a value where this kernel, as it is set up, has such a setting; elsewhere there is nothing to set.</summary>
    public static void SetIfThere(string name, string value)
    {
        try
        {
            Set(name, value);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry) { }   // such as all of net/ipv6 on a host without it
    }

    static string PathOf(string name) => $"/proc/sys/{name}";
}
