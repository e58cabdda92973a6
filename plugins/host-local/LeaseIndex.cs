using System.Text;
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
    // What a file name and a symbolic link can hold, in bytes.
    const int LongestName = 255, LongestText = 4095;

    // Said of who has more addresses than that.
    const string Many = "many";

    /// <summary>Whether the leases are those that were recorded. Where files have no finer time than the second, that is never certain.</summary>
    public bool IsCurrent => FileTime.Of(folder) is { Nanoseconds: not 0 } stamp && FileTime.Of(leases) == stamp;

    /// <summary>What an attachment holds; null when that is more than is recorded, and only the leases tell.</summary>
    public List<IpNumber>? Find(AttachmentKey holder)
    {
        if (SymbolicLink.Find(LinkOf(holder)) is not { } text)
            return [];
        if (text == Many)
            return null;
        var addresses = new List<IpNumber>();
        foreach (string part in text.Split(','))
            if (IpNumber.Parse(part) is { } address)
                addresses.Add(address);
        return addresses;
    }

    /// <summary>Records a change of the leases that is complete. Nothing held: nothing is kept.</summary>
    public void Record(AttachmentKey holder, List<IpNumber> addresses)
    {
        SmallFile.Remove(LinkOf(holder));
        if (addresses.Count > 0)
            Write(holder, addresses);
        Confirm();
    }

    public void Rebuild(IEnumerable<Lease> all)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Folder.Ensure(folder);
        foreach (var held in all.GroupBy(lease => lease.Holder, lease => lease.Address))
            Write(held.Key, held);
        Confirm();
    }

    void Write(AttachmentKey holder, IEnumerable<IpNumber> addresses) =>
        SymbolicLink.Create(LinkOf(holder), string.Join(',', addresses) is { Length: <= LongestText } text ? text : Many);

    /// <summary>Says that the index is right: from now on, until somebody changes the leases.</summary>
    public void Confirm()
    {
        var now = FileTime.Now;
        now.SetOn(leases);
        now.SetOn(folder);
    }

    // A lease file may hold anything. What cannot be a file's name is known by its hash, which no name with a ':' can be.
    string LinkOf(AttachmentKey holder)
    {
        string name = holder.ContainerId + ":" + holder.IfName;
        return CanBeFile(name) ? $"{folder}/{name}" : $"{folder}/{Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(name)))}";
    }

    static bool CanBeFile(string name)
    {
        foreach (char c in name)
            if (c is '/' or < ' ' or > '~')
                return false;
        return name.Length <= LongestName;
    }
}
