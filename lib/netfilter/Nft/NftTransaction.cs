using System.Buffers.Binary;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>Changes to nftables that are all made, or none of them. Only <see cref="Commit"/> changes anything.</summary>
public sealed class NftTransaction : RequestBatch
{
    static readonly Intent s_begin = new("begin", "an nft transaction"), s_end = new("end", "an nft transaction");

    internal NftTransaction(NftSocket socket, uint? generation = null) : base(socket)
    {
        var begin = Mark(NFNL_MSG.BATCH_BEGIN, s_begin);
        if (generation is { } expected)
            begin.PutBigEndian(NFNL_BATCH.GENID, expected);
    }

    /// <summary>What is to be added or deleted, in its order.</summary>
    public IEnumerable<NftObject> Subjects => IntendedSubjects.OfType<NftObject>();

    /// <summary>Adds something, or leaves it as it is when it is there already.</summary>
    public void Add(NftObject item) => item.WriteTo(Begin(item.AddMessage, item.AddFlags, item.Family, new("nft add", item)));

    /// <summary>Adds something that must not be there yet.</summary>
    public void Create(NftObject item) =>
        item.WriteTo(Begin(item.AddMessage, item.AddFlags | MessageFlags.Exclusive, item.Family, new("nft create", item)));

    /// <summary>Deletes something that must be there.</summary>
    public void Delete(NftObject item) => item.WriteIdentity(Begin(item.DeleteMessage, MessageFlags.None, item.Family, new("nft delete", item)));

    /// <summary>
    /// Has an element expire at once, in a set that allows it. Unlike a deletion it costs no wait: whoever closes a socket waits for the deletions'
    /// grace period. Kernels before 6.12 leave an element that is there as it is, without a word: look whether <see cref="Element.IsExpiring"/>.
    /// </summary>
    public void Expire(Element item) =>
        item.WriteTo(Begin(item.AddMessage, item.AddFlags, item.Family, new("nft expire", item)), TimeSpan.FromMilliseconds(1));

    /// <summary>Makes all the changes. Throws the first refusal, and then none is made.</summary>
    public void Commit()
    {
        int last = Count - 1;
        if (last == 0)
            return;
        Mark(NFNL_MSG.BATCH_END, s_end);
        SendAndAwait(last);
    }

    /// <summary>Asks the kernel whether it could make all the changes, and makes none. Throws the first refusal.</summary>
    public void Rehearse()
    {
        // A batch without an end is looked through, and then undone.
        if (Count > 1)
            SendAndAwait(Count - 1);
    }

    MessageWriter Begin(ushort type, MessageFlags flags, NftFamily family, Intent intent)
    {
        var message = Append(NftSocket.Message(type), flags, intent);
        message.Body(new NfGenMsg { Family = (byte)family });
        return message;
    }

    MessageWriter Mark(ushort type, Intent intent)
    {
        var message = Append(type, MessageFlags.None, intent);
        message.Body(new NfGenMsg { ResourceId = BinaryPrimitives.ReverseEndianness(NFNL_SUBSYS.NFTABLES) });
        return message;
    }
}
