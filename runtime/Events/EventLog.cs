using System.Text;
using Hull.Containers;
using Linux;

namespace Hull.Events;

/// <summary>
/// What happened, a line of JSON each, for those who look on: there is no daemon that could tell them. Whoever does something writes it at the end; a file that has
/// become long makes room for a new one, and the one before that goes.
/// </summary>
internal static class EventLog
{
    public const string Folder = $"{ContainerFiles.StoreRoot}/events", File = $"{Folder}/log", Earlier = $"{Folder}/log.1";
    const string Lock = $"{Folder}/lock";

    /// <summary>Some thousand events.</summary>
    const ulong Most = 1 << 20;

    /// <summary>That one cannot be written is no reason for what happened not to happen.</summary>
    public static void Write(params IReadOnlyList<Event> events)
    {
        try
        {
            Ensure();
            using var onlyUs = Alone();
            if (SmallFile.Size(File) > Most)
                System.IO.File.Move(File, Earlier, overwrite: true);
            using var log = FileDescriptor.Append(File, 0x180 /* 0600 */);
            log.Write(Encoding.UTF8.GetBytes(string.Concat(events.Select(one => one.ToLine() + "\n"))));
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            Stdio.WriteError($"hull: an event was not noted: {e.Message}");
        }
    }

    /// <summary>Keeps all others from writing.</summary>
    public static FileLock Alone() => FileLock.Take(Lock);

    public static void Ensure()
    {
        Linux.Folder.Ensure(ContainerFiles.StoreRoot, ContainerFiles.RootOnly);
        Linux.Folder.Ensure(Folder, ContainerFiles.RootOnly);
    }
}
