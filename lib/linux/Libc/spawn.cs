using System.Runtime.InteropServices;

namespace Linux;

internal static unsafe partial class Libc
{
    public const short POSIX_SPAWN_SETSIGDEF = 4;
    public const int SIGPIPE = 13;

    /// <summary>glibc's posix_spawn_file_actions_t, which only its own functions look into.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 80)]
    public struct FileActions;

    /// <summary>glibc's posix_spawnattr_t.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 336)]
    public struct SpawnAttributes;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct SignalSet;

    // These answer with an error number and leave errno alone.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(out int pid, string path, FileActions* actions, SpawnAttributes* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(FileActions* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(FileActions* actions, int fd, int target);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(FileActions* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(SpawnAttributes* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(SpawnAttributes* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(SpawnAttributes* attributes, SignalSet* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(SpawnAttributes* attributes);

    [LibraryImport("libc")]
    public static partial int sigemptyset(SignalSet* signals);

    [LibraryImport("libc")]
    public static partial int sigaddset(SignalSet* signals, int signal);
}
