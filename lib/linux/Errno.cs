using System.Runtime.InteropServices;

namespace Linux;

/// <summary>What the kernel answers when it says no (asm-generic/errno.h).</summary>
public enum Errno
{
    None = 0,
    NotPermitted = 1,
    NoEntry = 2,
    NoProcess = 3,
    Interrupted = 4,
    Io = 5,
    NoSuchDeviceOrAddress = 6,
    ArgumentsTooLong = 7,
    ExecFormat = 8,
    BadDescriptor = 9,
    NoChild = 10,
    Again = 11,
    NoMemory = 12,
    Access = 13,
    Fault = 14,
    Busy = 16,
    Exists = 17,
    CrossDevice = 18,
    NoDevice = 19,
    NotDirectory = 20,
    IsDirectory = 21,
    Invalid = 22,
    TooManyFiles = 24,
    NotTerminal = 25,
    TextBusy = 26,
    FileTooBig = 27,
    NoSpace = 28,
    ReadOnlyFileSystem = 30,
    BrokenPipe = 32,
    Range = 34,
    NameTooLong = 36,
    NotImplemented = 38,
    NotEmpty = 39,
    Loop = 40,
    NoData = 61,
    Protocol = 71,
    Overflow = 75,
    NotSocket = 88,
    MessageTooLong = 90,
    Restart = 85,
    ProtocolNotSupported = 93,
    NotSupported = 95,
    FamilyNotSupported = 97,
    AddressInUse = 98,
    AddressNotAvailable = 99,
    NetworkDown = 100,
    NetworkUnreachable = 101,
    ConnectionAborted = 103,
    ConnectionReset = 104,
    NoBuffers = 105,
    NotConnected = 107,
    TimedOut = 110,
    ConnectionRefused = 111,
    HostUnreachable = 113,
    Already = 114,
    InProgress = 115,
    Stale = 116,
}

/// <summary>The C library's words for an <see cref="Errno"/>.</summary>
public static class ErrnoText
{
    /// <summary>"No such file or directory" for <see cref="Errno.NoEntry"/>.</summary>
    public static string Text(this Errno errno) => Marshal.GetPInvokeErrorMessage((int)errno);
}
