namespace Linux;

/// <summary>A device's two numbers in one, as mknod(2) takes them.</summary>
internal static class DeviceNumber
{
    public static ulong Pack(uint major, uint minor) =>
        minor & 0xff | (ulong)(major & 0xfff) << 8 | (ulong)(minor & ~0xffu) << 12 | (ulong)(major & ~0xfffu) << 32;
}
