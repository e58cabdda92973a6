using System.Text;
using Cni;
using Linux;

namespace Plugins.HostLocal;

/// <summary>An address and who has it. Leases of very old plugins name no interface: theirs is "".</summary>
internal sealed record Lease(IpNumber Address, AttachmentKey Holder);

/// <summary>
/// The leases of one network, under its lock: a folder with a file for each address given out, named as the address, which holds the
/// container's id and interface. The reference plugin reads and writes the same folder.
/// </summary>
internal sealed class LeaseStore : IDisposable
{
    const uint OwnerReads = 0x180;   // 0600

    readonly string _folder;
    readonly FileLock _lock;
    readonly LeaseIndex _index;

    LeaseStore(string dataDir, string network)
    {
        _folder = FolderOf(dataDir, network);
        _lock = FileLock.Take($"{_folder}/lock", 0x1e8 /* 0750 */);
        _index = new LeaseIndex($"{dataDir}/.index/{network}", _folder);
        if (!_index.IsCurrent)
            _index.Rebuild(All());
    }

    /// <summary>Opens the network's folder, and makes it when it is the first time.</summary>
    public static LeaseStore Open(string dataDir, string network)
    {
        Folder.Ensure(FolderOf(dataDir, network));
        return new(dataDir, network);
    }

    /// <summary>Opens the network's folder; null when there is none, and so no lease.</summary>
    public static LeaseStore? Find(string dataDir, string network) =>
        Directory.Exists(FolderOf(dataDir, network)) ? new(dataDir, network) : null;

    static string FolderOf(string dataDir, string network) => $"{dataDir}/{network}";

    string FileOf(IpNumber address) => $"{_folder}/{address.ToString()}";

    /// <summary>
    /// What an attachment holds. Only when there is nothing under its id and interface do leases count that name no interface.
    /// </summary>
    public List<IpNumber> Of(AttachmentKey holder) => Exactly(OwnerOf(holder));

    AttachmentKey OwnerOf(AttachmentKey holder) => Exactly(holder).Count > 0 ? holder : holder with { IfName = "" };

    List<IpNumber> Exactly(AttachmentKey holder) =>
        _index.Find(holder) ?? [.. All().Where(lease => lease.Holder == holder).Select(lease => lease.Address)];

    /// <summary>Every lease there is, from the files themselves.</summary>
    public IEnumerable<Lease> All()
    {
        foreach (var address in Addresses())
            if (Holder(address) is { } holder)
                yield return new(address, holder);
    }

    /// <summary>The addresses that have a file, the empty ones of crashed writers among them.</summary>
    public IEnumerable<IpNumber> Addresses()
    {
        foreach (string file in Directory.EnumerateFiles(_folder))
            if (IpNumber.Parse(Path.GetFileName(file.AsSpan())) is { } address)
                yield return address;
    }

    /// <summary>The addresses that somebody has. Faster than <see cref="All"/>, which tells who.</summary>
    public HashSet<IpNumber> Taken() => [.. Addresses().Where(address => SmallFile.Size(FileOf(address)) is > 0)];

    /// <summary>Who has an address. Null when nobody has: there is no file, or an empty one that a crash left.</summary>
    public AttachmentKey? Holder(IpNumber address)
    {
        if (SmallFile.Find(FileOf(address))?.Trim() is not { Length: > 0 } content)
            return null;
        int end = content.IndexOf('\r');
        return end < 0 ? new(content, "") : new(content[..end], content[(end + 1)..].TrimStart());
    }

    /// <summary>A lease that waits for its address.</summary>
    public UnnamedFile Draft(AttachmentKey holder) =>
        UnnamedFile.Create(_folder, Encoding.ASCII.GetBytes($"{holder.ContainerId}\r\n{holder.IfName}"), OwnerReads);

    /// <summary>Makes the draft the lease of this address. False when somebody has the address.</summary>
    public bool TryGrant(IpNumber address, UnnamedFile draft)
    {
        string file = FileOf(address);
        if (draft.TryLink(file))
            return true;
        if (SmallFile.Size(file) is not 0)
            return false;
        SmallFile.Remove(file);
        return draft.TryLink(file);
    }

    /// <summary>Records what was granted. The last thing to do: the index is right when the files are.</summary>
    public void Keep(AttachmentKey holder, List<IpNumber> granted)
    {
        var held = Exactly(holder);
        held.AddRange(granted);
        _index.Record(holder, held);
    }

    /// <summary>Takes back what was granted but not kept.</summary>
    public void GiveBack(IEnumerable<IpNumber> granted)
    {
        foreach (var address in granted)
            SmallFile.Remove(FileOf(address));
        _index.Confirm();
    }

    /// <summary>Frees what an attachment holds; that it holds nothing does not matter.</summary>
    public void Release(AttachmentKey holder)
    {
        var owner = OwnerOf(holder);
        foreach (var address in Exactly(owner))
            if (Holder(address) == owner)
                SmallFile.Remove(FileOf(address));
        _index.Record(owner, []);
    }

    /// <summary>Frees every lease that is nobody's, and every file that is no lease.</summary>
    public void ReleaseUnless(Func<AttachmentKey, bool> isAlive)
    {
        foreach (var address in Addresses().ToList())
            if (Holder(address) is not { } holder || !isAlive(holder))
                SmallFile.Remove(FileOf(address));
        _index.Rebuild(All());
    }

    /// <summary>The address given out last for a set of ranges, so that a freed one rests for as long as possible.</summary>
    public IpNumber? Last(int set) =>
        SmallFile.Find(LastFile(set)) is { } text ? IpNumber.Parse(text.AsSpan().Trim()) : null;

    public void RememberLast(int set, IpNumber address) => SmallFile.Put(LastFile(set), address.ToString(), OwnerReads);

    string LastFile(int set) => $"{_folder}/last_reserved_ip.{set.ToString()}";

    public void Dispose() => _lock.Dispose();
}
