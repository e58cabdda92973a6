using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Random bytes from the kernel, by getrandom(2). .NET's RandomNumberGenerator asks OpenSSL, which a static executable cannot load.
/// </summary>
public static class KernelRandom
{
    /// <summary>Fills all of <paramref name="bytes"/>.</summary>
    public static void Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint size = Libc.getrandom(bytes, bytes.Length, 0);
            if (size >= 0)
                bytes = bytes[(int)size..];
            else if (Last("read random bytes") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        }
    }

    /// <summary>So many random bytes, as twice as many lower-case hexadecimal digits.</summary>
    public static string Hex(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        Fill(random);
        return Convert.ToHexStringLower(random);
    }

    /// <summary>A number from 0 up to, but not including, <paramref name="limit"/>, each as likely as the others.</summary>
    public static uint Below(uint limit)
    {
        ArgumentOutOfRangeException.ThrowIfZero(limit);
        Span<byte> random = stackalloc byte[4];
        uint fair = uint.MaxValue - uint.MaxValue % limit;   // numbers above it would favour the small ones
        while (true)
        {
            Fill(random);
            uint number = BitConverter.ToUInt32(random);
            if (number < fair)
                return number % limit;
        }
    }
}
