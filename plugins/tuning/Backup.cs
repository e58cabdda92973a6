using System.Buffers;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json;
using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Tuning;

/// <summary>
/// What a container's link and settings were before ADD, kept in a file until DEL. The reference plugin reads and writes the same file;
/// the keys <c>network</c>, <c>sysctl</c> and <c>shown</c> are ours, and it leaves them alone.
/// </summary>
internal sealed record Backup(string Network)
{
    const uint OwnerReads = 0x180;   // 0600
    const int LongestName = 255;

    public LinkSettings Link { get; init; } = new();

    /// <summary>By path below /proc/sys, in the order in which they were changed.</summary>
    public IReadOnlyList<SysctlSetting> Sysctls { get; init; } = [];

    /// <summary>What the kernel shows of those that it shows otherwise than they were written.</summary>
    public IReadOnlyList<SysctlSetting> Shown { get; init; } = [];

    public static string FileOf(string dataDir, AttachmentKey key) => $"{dataDir}/{NameOf(key)}";

    static string NameOf(AttachmentKey key) => $"{key.ContainerId}_{key.IfName}.json";

    /// <summary>Null when there is none, or nothing that can be read: a crash of the reference plugin leaves half a file.</summary>
    public static Backup? Find(string dataDir, AttachmentKey key) =>
        Encoding.UTF8.GetByteCount(NameOf(key)) <= LongestName ? FindFile(FileOf(dataDir, key)) : null;

    static Backup? FindFile(string path)
    {
        try
        {
            return SmallFile.Find(path) is { } text ? Read(new(JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static Backup Read(ConfigObject json) => new(json.String("network"))
    {
        Link = LinkSettings.Read(json) with { Mac = MacText.Parse(json.String("mac")) },
        Sysctls = SysctlSetting.ReadAll(json, out _),
        Shown = SysctlSetting.ReadAll(json.Object("shown"), out _),
    };

    /// <summary>
    /// Puts it on disk before anything is changed. What is kept there already stays: another tuning of the same chain, or an ADD that was killed, found it.
    /// </summary>
    public Backup Keep(string dataDir, AttachmentKey key)
    {
        string path = FileOf(dataDir, key);
        Folder.Ensure(dataDir, 0x1c0 /* 0700 */);
        var content = Text();
        using (var file = UnnamedFile.Create(dataDir, content, OwnerReads))
            if (file.TryLink(path))
                return this;
        var merged = FindFile(path) is { } earlier ? earlier.And(this) : this;
        merged.Write(path);
        return merged;
    }

    /// <summary>Writes it again, with more in it.</summary>
    public void Write(string path) => SmallFile.Put(path, Encoding.UTF8.GetString(Text()), OwnerReads);

    Backup And(Backup later) => new(later.Network)
    {
        Link = Link.Or(later.Link),
        Sysctls = [.. Sysctls, .. later.Sysctls.Where(sysctl => Sysctls.All(earlier => earlier.Key != sysctl.Key))],
        Shown = Shown,
    };

    /// <summary>
    /// Plans to set everything back, within the container's network. A setting that cannot be set back is told on standard error and keeps nothing else.
    /// </summary>
    public void RestoreBy(Undo undo, NetNamespace ns, RouteSocket pod, string ifName)
    {
        foreach (var sysctl in Sysctls)
            if (sysctl.PathFor(ifName) is { } path)
                undo.Add(() => ns.Visit(() => Sysctl.SetIfThere(path, sysctl.Value)));
        if (!Link.AreNone && pod.Links.Find(ifName) is { } link)
            foreach (var change in Link.EachFor(link))
                undo.Add(() => pod.Links.Change(change));
    }

    public static void Remove(string dataDir, AttachmentKey key)
    {
        if (Encoding.UTF8.GetByteCount(NameOf(key)) <= LongestName)
            SmallFile.Remove(FileOf(dataDir, key));
    }

    /// <summary>Throws when no file can be made in the folder, or where the folder would be made.</summary>
    public static void RequireFolder(string dataDir)
    {
        string folder = dataDir;
        while (folder != "/" && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder) ?? "/";
        UnnamedFile.Create(folder, [], OwnerReads).Dispose();
    }

    /// <summary>Removes the files of a network's attachments that are not among the valid ones. Those that name no network may be anybody's, and stay.</summary>
    public static void Gc(string dataDir, string network, IReadOnlySet<AttachmentKey> valid)
    {
        if (!Directory.Exists(dataDir))
            return;
        var live = valid.Select(NameOf).ToHashSet();
        foreach (string path in Directory.EnumerateFiles(dataDir))
            if (path.EndsWith(".json", StringComparison.Ordinal) && !live.Contains(Path.GetFileName(path)) && FindFile(path)?.Network == network)
                SmallFile.Remove(path);
    }

    // As the reference plugin writes it, to a blank.
    byte[] Text()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 1 }))
        {
            json.WriteStartObject();
            if (Link.Mac is not null) json.WriteString("mac", Link.Mac.Text());
            if (Link.Promiscuous is { } promiscuous) json.WriteBoolean("promisc", promiscuous);
            if (Link.Mtu is { } mtu) json.WriteNumber("mtu", mtu);
            if (Link.AllMulticast is { } all) json.WriteBoolean("allmulti", all);
            if (Link.TxQueueLength is { } length) json.WriteNumber("txQLen", length);
            json.WriteString("network", Network);
            Write(json, "sysctl", Sysctls);
            if (Shown.Count > 0)
            {
                json.WriteStartObject("shown");
                Write(json, "sysctl", Shown);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, string key, IReadOnlyList<SysctlSetting> sysctls)
    {
        if (sysctls.Count == 0)
            return;
        json.WriteStartObject(key);
        foreach (var sysctl in sysctls)
            json.WriteString(sysctl.Key, sysctl.Value);
        json.WriteEndObject();
    }
}
