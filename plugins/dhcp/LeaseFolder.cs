using System.Text.Json;
using Cni;
using Linux;

namespace Plugins.Dhcp;

/// <summary>
/// The leases of one daemon on disk, a file each, named NETWORK:CONTAINER:IFNAME. The folder is named by the daemon's socket, so that the plugin finds
/// it too when no daemon is there.
/// </summary>
internal sealed class LeaseFolder
{
    const string Root = "/var/lib/cni/dhcp";
    const uint OwnersOnly = 0x1c0 /* 0700 */, OwnersFile = 0x180 /* 0600 */;

    readonly string _path;

    LeaseFolder(string path) => _path = path;

    /// <summary>The folder of the daemon at a socket; null when it has kept no lease yet.</summary>
    public static LeaseFolder? Find(string socketPath) =>
        socketPath.StartsWith('/') && !socketPath.Contains("..") && PathFor(socketPath, "") is var path && Directory.Exists(path) ? new(path) : null;

    /// <summary>The same, made if it is missing.</summary>
    /// <param name="socketPath">The socket's path as plugins know it.</param>
    /// <param name="hostPrefix">Where the host's root is; "" when it is the daemon's own.</param>
    public static LeaseFolder Open(string socketPath, string hostPrefix)
    {
        string path = PathFor(socketPath, hostPrefix);
        Folder.Ensure(path, OwnersOnly);
        return new(path);
    }

    static string PathFor(string socketPath, string hostPrefix) => $"{hostPrefix}{Root}/{socketPath.Trim('/').Replace('/', ':')}";

    /// <summary>Not flushed to disk: the machine's restart ends every container, and so every lease.</summary>
    public void Save(LeaseKey key, ReadOnlySpan<byte> content) => AtomicFile.Write($"{_path}/{key.FileName}", content, OwnersFile, flush: false, $"{_path}/.new");

    /// <summary>False when there was none.</summary>
    public bool Remove(LeaseKey key)
    {
        string file = $"{_path}/{key.FileName}";
        bool was = File.Exists(file);
        SmallFile.Remove(file);
        return was;
    }

    /// <summary>Forgets those of a network whose attachments are not among the valid ones.</summary>
    public void RemoveUnless(string network, IReadOnlySet<AttachmentKey> valid)
    {
        foreach (var (file, json) in All())
            if (json is not null && DaemonCall.ReadLease(json).Key is var key && key.Network == network && !valid.Contains(key.Attachment))
                SmallFile.Remove(file);
    }

    /// <summary>Every file, and what is in it: null for what is no lease, be it that a daemon was killed as it wrote it, or the machine failed.</summary>
    public IEnumerable<(string File, ConfigObject? Content)> All()
    {
        foreach (string file in Directory.GetFiles(_path))
            yield return (file, Read(file));
    }

    static ConfigObject? Read(string file)
    {
        try
        {
            return SmallFile.Find(file) is { } text && new ConfigObject(JsonDocument.Parse(text).RootElement) is var json
                && DaemonCall.ReadLease(json).Key.FileName == Path.GetFileName(file) ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
