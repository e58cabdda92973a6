using Microsoft.Win32.SafeHandles;

namespace Linux;

/// <summary>An open file descriptor that closes itself.</summary>
public sealed class FileDescriptor() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    public FileDescriptor(int fd) : this() => SetHandle(fd);

    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.close(Number) == 0;
}
