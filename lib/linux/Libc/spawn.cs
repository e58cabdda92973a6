using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const short POSIX_SPAWN_SETPGROUP = 0x02, POSIX_SPAWN_SETSIGDEF = 0x04, POSIX_SPAWN_SETSIGMASK = 0x08, POSIX_SPAWN_SETSID = 0x80;

    [StructLayout(LayoutKind.Sequential, Size = 80)]
    public struct posix_spawn_file_actions_t;

    [StructLayout(LayoutKind.Sequential, Size = 336)]
    public struct posix_spawnattr_t;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct sigset_t;

    // These answer with the error itself and leave errno alone.
    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(out posix_spawn_file_actions_t actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(ref posix_spawn_file_actions_t actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(ref posix_spawn_file_actions_t actions, int from, int to);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addclosefrom_np(ref posix_spawn_file_actions_t actions, int from);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addtcsetpgrp_np(ref posix_spawn_file_actions_t actions, int terminal);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(out posix_spawnattr_t attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(ref posix_spawnattr_t attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(ref posix_spawnattr_t attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(ref posix_spawnattr_t attributes, in sigset_t signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(ref posix_spawnattr_t attributes, in sigset_t signals);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int posix_spawn(out int pid, string path, in posix_spawn_file_actions_t actions, in posix_spawnattr_t attributes,
        byte** argv, byte** envp);
}
