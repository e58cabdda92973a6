namespace Netfilter.Nft;

/// <summary>
/// Things to be deleted together, wherever they were found. Whoever closes a socket waits until the kernel has done away with what was deleted (a grace
/// period, some milliseconds), and for several transactions several times.
/// </summary>
public sealed class NftDeletions(NftSocket nft)
{
    readonly List<NftObject> _items = [];

    public void Add(params IEnumerable<NftObject> items) => _items.AddRange(items);

    /// <summary>Deletes what is still there of it, in one transaction.</summary>
    public void Commit() => nft.DeleteIfThere(_items);
}
