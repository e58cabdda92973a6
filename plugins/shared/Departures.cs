using System.Net;
using Cni;
using Linux;

namespace Plugins.Shared;

/// <summary>An attachment that is gone, and an address that it had. Since when, if it was leased.</summary>
internal sealed record Departure(AttachmentKey Key, IPAddress Address, FileTime? Leased = null);

/// <summary>
/// Whom of a network GC finds gone, and by what addresses they were known: as host-local's leases and the results that runtimes keep tell it. For what the reference
/// plugins made and put no network's name on. What another network knows of is not for this one's GC to judge.
/// </summary>
internal sealed class Departures
{
    /// <summary>Where host-local has its leases, unless it is told otherwise; and where libcni's runtimes keep results, each in a folder "results".</summary>
    public const string UsualLeases = "/var/lib/cni/networks", UsualResults = "/var/lib/cni";

    readonly string _network;
    readonly IReadOnlySet<AttachmentKey> _valid;
    readonly List<Departure> _all = [];
    readonly List<CachedAttachment> _kept = [], _others = [];
    readonly List<string> _unread = [];
    readonly string? _leases;

    Departures(string network, IReadOnlySet<AttachmentKey> valid, string? leases)
    {
        (_network, _valid, _leases) = (network, valid, leases);
        ReadResults();
        if (leases is not null)
            ReadLeases(leases);
    }

    /// <summary>By the leases in that folder, if there is one, and by results.</summary>
    public static Departures Of(string network, IReadOnlySet<AttachmentKey> valid, string? leases = UsualLeases) => new(network, valid, leases);

    /// <summary>The same, of a plugin that leaves addresses to another one.</summary>
    public static Departures Of(CniCommand command, PluginConfig config, IReadOnlySet<AttachmentKey> valid) =>
        new(config.Name, valid, config.Ipam?.Type == "host-local" ? FolderNamed(command.Configuration.Object("ipam").String("dataDir")) : null);

    // What can be no folder host-local itself will refuse.
    static string? FolderNamed(string dataDir) => dataDir == "" ? UsualLeases : dataDir.StartsWith('/') && !dataDir.Split('/').Contains("..") ? dataDir : null;

    public IReadOnlyList<Departure> All => _all;

    /// <summary>The results of those who are gone.</summary>
    public IReadOnlyList<CachedAttachment> Kept => _kept;

    /// <summary>Whether an address is, as far as anything tells, another network's, too: of whichever container, or of this one.</summary>
    public bool IsAnothers(IPAddress address, string? containerId = null) =>
        _others.Exists(other => (containerId is null || other.Attachment.ContainerId == containerId) && Has(other, address))
        || containerId is not null && _unread.Exists(name => name.Contains($"-{containerId}-", StringComparison.Ordinal))
        || OthersLeases().Any(folder => HolderOf($"{folder}/{IpText.Format(address)}") is { } holder && (containerId is null || holder.ContainerId == containerId));

    static bool Has(CachedAttachment kept, IPAddress address) => kept.Result is { } made && made.Ips.Any(ip => ip.Address.Address.Equals(address));

    void ReadResults()
    {
        foreach (string folder in (string[])[UsualResults, .. Folders(UsualResults).Where(folder => folder != UsualLeases)])
        {
            var (kept, unread) = new ResultCache(folder).ListAll();
            foreach (var one in kept)
                if (one.NetworkName != _network)
                    _others.Add(one);
                else if (!_valid.Contains(one.Attachment.Key))
                    _kept.Add(one);
            _unread.AddRange(unread.Where(name => !name.StartsWith($"{_network}-", StringComparison.Ordinal)));
        }
        foreach (var gone in _kept)
            foreach (var ip in gone.Result?.Ips ?? [])
                _all.Add(new(gone.Attachment.Key, ip.Address.Address));
    }

    void ReadLeases(string folder)
    {
        foreach (string file in Folders($"{folder}/{_network}"))
            if (IpText.Parse(file.AsSpan(file.LastIndexOf('/') + 1)) is { } address && HolderOf(file) is { } holder && !IsAlive(holder))
                _all.Add(new(holder, address, FileTime.Of(file)));
    }

    bool IsAlive(AttachmentKey holder) => holder.IfName == "" ? _valid.Any(key => key.ContainerId == holder.ContainerId) : _valid.Contains(holder);

    // Other networks' leases: beside this one's, and where they usually are.
    IEnumerable<string> OthersLeases() => ((string[])[UsualLeases, _leases ?? UsualLeases]).Distinct().SelectMany(Folders)
        .Where(folder => folder[(folder.LastIndexOf('/') + 1)..] is var name && name != _network && !name.StartsWith('.'));

    static IEnumerable<string> Folders(string path) => (Folder.Names(path) ?? []).Select(name => $"{path}/{name}");

    // The container's id and, on a line of its own, the interface, which very old plugins left out. A crash may have left an empty file.
    static AttachmentKey? HolderOf(string lease)
    {
        if (SmallFile.Find(lease)?.Trim() is not { Length: > 0 } text)
            return null;
        int end = text.IndexOf('\r');
        return end < 0 ? new(text, "") : new(text[..end], text[(end + 1)..].TrimStart());
    }
}
