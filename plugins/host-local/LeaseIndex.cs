using Cni;
using Linux;

namespace Plugins.HostLocal;

/// <summary>
/// Which addresses an attachment has, without reading every lease: a folder beside the leases with a symbolic link for each attachment,
/// named <c>container:interface</c>, that says <c>10.1.0.2,fd00::2</c>. One call makes, reads or removes such a link, and it is never half there.
/// <para>
/// The leases are the truth and others change them too. So after each change both folders are given the same time, to 100 nanoseconds;
/// whoever adds or removes a lease behind the index's back changes the time of one of them, and then it is made anew.
/// </para>
/// </summary>
internal sealed class LeaseIndex(string folder, string leases)
{
    const int LongestName = 255;

    /// <summary>Whether the leases are those that were recorded. Where files have no finer time than the second, that is never certain.</summary>
    public bool IsCurrent => FileTime.Of(folder) is { Nanoseconds: not 0 } stamp && FileTime.Of(leases) == stamp;

    public IReadOnlyList<IpNumber> Find(AttachmentKey holder)
    {
        if (SymbolicLink.Find(LinkOf(holder)) is not { } text)
            return [];
        var addresses = new List<IpNumber>();
        foreach (string part in text.Split(','))
            if (IpNumber.Parse(part) is { } address)
                addresses.Add(address);
        return addresses;
    }

    /// <summary>Records a change of the leases that is complete. Nothing held: nothing is kept.</summary>
    public void Record(AttachmentKey holder, IReadOnlyList<IpNumber> addresses)
    {
        SmallFile.Remove(LinkOf(holder));
        if (addresses.Count > 0)
            SymbolicLink.Create(LinkOf(holder), string.Join(',', addresses));
        Confirm();
    }

    public void Rebuild(IEnumerable<Lease> all)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Folder.Ensure(folder);
        foreach (var held in all.GroupBy(lease => lease.Holder, lease => lease.Address))
            SymbolicLink.Create(LinkOf(held.Key), string.Join(',', held));
        Confirm();
    }

    /// <summary>Says that the index is right: from now on, until somebody changes the leases.</summary>
    public void Confirm()
    {
        var now = FileTime.Now;
        now.SetOn(leases);
        now.SetOn(folder);
    }

    string LinkOf(AttachmentKey holder)
    {
        string name = $"{holder.ContainerId}:{holder.IfName}";
        return name.Length <= LongestName
            ? $"{folder}/{name}"
            : throw new CniError(CniErrorCode.InvalidEnvironment, $"CNI_CONTAINERID has {holder.ContainerId.Length} characters; host-local keeps at most {LongestName - 16}");
    }
}
