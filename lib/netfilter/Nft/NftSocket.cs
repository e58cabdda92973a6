using Linux;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>Makes something of an element's attributes.</summary>
internal delegate T ReadElement<T>(AttributeReader attributes);

/// <summary>The nftables of one network namespace.</summary>
public sealed class NftSocket : NetlinkSocket
{
    NftSocket(NetNamespace? where) : base(NETLINK.NETFILTER, where) { }

    /// <summary>Opens a socket in the calling thread's namespace, or in the one given.</summary>
    public static NftSocket Open(NetNamespace? where = null) => new(where);

    /// <summary>Changes that are all made, or none of them.</summary>
    public NftTransaction Begin() => new(this);

    /// <summary>Changes that are refused (<see cref="Errno.Restart"/>) when anything was changed since the generation: what they rest on may be so no more.</summary>
    public NftTransaction Begin(uint generation) => new(this, generation);

    /// <summary>The number of changes so far.</summary>
    public uint Generation()
    {
        var intent = new Intent("read", "the generation of nftables");
        var request = Request(Message(NFT_MSG.GETGEN), MessageFlags.None);
        request.Body(new NfGenMsg());
        foreach (var answer in Exchange(request, intent))
            foreach (var a in Attributes(answer))
                if (a.Type == NFTA_GEN.ID)
                    return a.BigEndianUInt32;
        throw new NetlinkException(intent, Errno.NoData);
    }

    /// <summary>Deletes what is still there of the items, in one transaction; what somebody else was quicker with is left out.</summary>
    public void DeleteIfThere(params IEnumerable<NftObject> items)
    {
        var left = items.ToList();
        while (left.Count > 0)
            try
            {
                using var change = Begin();
                left.ForEach(change.Delete);
                change.Commit();
                return;
            }
            catch (NetlinkException e) when (e is { Errno: Errno.NoEntry, Intent.Subject: NftObject gone } && left.RemoveAll(item => ReferenceEquals(item, gone)) > 0) { }
    }

    /// <summary>
    /// Ends what is still there of the elements, in one transaction: by expiry, which nobody waits for, or on kernels and sets that lack it by deletion.
    /// </summary>
    public void EndIfThere(List<Element> elements)
    {
        var left = elements.FindAll(element => !element.IsExpiring);
        if (left.Count > 0 && !Expire(left))
            DeleteIfThere(left);
    }

    // All go in one transaction, so that one tells of all. One that somebody else was quicker with is made for a moment, and gone.
    bool Expire(List<Element> elements)
    {
        try
        {
            using var change = Begin();
            elements.ForEach(change.Expire);
            change.Commit();
            return Find(elements[0].Set, elements[0].Key) is not { IsExpiring: false };
        }
        catch (NetlinkException e) when (e.Errno is Errno.Invalid or Errno.Busy or Errno.NoEntry)   // the set cannot, has another value by now, or is gone
        {
            return false;
        }
    }

    /// <summary>The element that a set has for a key, with its value and comment; null when it has none, or there is no such set.</summary>
    public Element? Find(Set set, Value key)
    {
        var wanted = new Element(set, key);
        var request = Request(Message(NFT_MSG.GETSETELEM), MessageFlags.None);
        request.Body(new NfGenMsg { Family = (byte)set.Family });
        wanted.WriteIdentity(request);
        foreach (var answer in Exchange(request, new("find", wanted), none: Errno.NoEntry))
            foreach (var found in ElementsOf(set, answer))
                return found;
        return null;
    }

    /// <summary>All elements of a set; none when there is no such set.</summary>
    public List<Element> List(Set set) => ListOrNone(NFT_MSG.GETSETELEM, new("list elements of", set), to =>
    {
        to.Body(new NfGenMsg { Family = (byte)set.Family });
        Element.WriteSet(to, set);
    }, body => ElementsOf(set, body)).SelectMany(some => some).ToList();

    /// <summary>The element for a key, or none, in a form of the caller's.</summary>
    internal List<T> FindRaw<T>(Set set, Value key, ReadElement<T> read)
    {
        var wanted = new Element(set, key);
        var request = Request(Message(NFT_MSG.GETSETELEM), MessageFlags.None);
        request.Body(new NfGenMsg { Family = (byte)set.Family });
        wanted.WriteIdentity(request);
        var found = new List<T>();
        foreach (var answer in Exchange(request, new("find", wanted), none: Errno.NoEntry))
            ReadElements(answer, read, found);
        return found;
    }

    /// <summary>All elements of a set in a form of the caller's; none when there is no such set.</summary>
    internal List<T> ListRaw<T>(Set set, ReadElement<T> read)
    {
        var found = new List<T>();
        ListOrNone<object>(NFT_MSG.GETSETELEM, new("list elements of", set), to =>
        {
            to.Body(new NfGenMsg { Family = (byte)set.Family });
            Element.WriteSet(to, set);
        }, body =>
        {
            ReadElements(body, read, found);
            return null;
        });
        return found;
    }

    static void ReadElements<T>(ReadOnlySpan<byte> body, ReadElement<T> read, List<T> found)
    {
        foreach (var a in Attributes(body))
            if (a.Type == NFTA_SET_ELEM_LIST.ELEMENTS)
                foreach (var element in a.Nested)
                    found.Add(read(element.Nested));
    }

    /// <summary>The names of a table's sets and maps; none when there is no such table.</summary>
    public List<string> ListSetNames(Table table) => ListOrNone(NFT_MSG.GETSET, new("list sets of", table), to =>
    {
        to.Body(new NfGenMsg { Family = (byte)table.Of });
        to.Put(NFTA_SET.TABLE, table.Name);
    }, body => TextOf(body, NFTA_SET.NAME));

    /// <summary>Whether there is such a chain.</summary>
    public bool Has(Chain chain)
    {
        var request = Request(Message(NFT_MSG.GETCHAIN), MessageFlags.None);
        request.Body(new NfGenMsg { Family = (byte)chain.Family });
        chain.WriteIdentity(request);
        return Exchange(request, new("find", chain), none: Errno.NoEntry).MoveNext();
    }

    /// <summary>The rules of a chain by handle, comment and the chain that they lead to, their statements left out; none when there is no such chain.</summary>
    public List<Rule> List(Chain chain) => ListRules(chain, chain.Table, chain.Name);

    /// <summary>The rules of all chains of a table, chain by chain; none when there is no such table.</summary>
    public List<Rule> ListRules(Table table) => ListRules(table, table, null);

    List<Rule> ListRules(NftObject of, Table table, string? chain) => ListOrNone(NFT_MSG.GETRULE, new("list rules of", of), to =>
    {
        to.Body(new NfGenMsg { Family = (byte)table.Of });
        to.Put(NFTA_RULE.TABLE, table.Name);
        if (chain is not null) to.Put(NFTA_RULE.CHAIN, chain);
    }, body =>
    {
        // The kernel's filters are newer than its list of rules: an older one sends everything.
        var rule = Rule.Parse(table.Of, Attributes(body));
        return rule.Chain.Table.Name == table.Name && (chain is null || rule.Chain.Name == chain) ? rule : null;
    });

    List<T> ListOrNone<T>(ushort type, Intent intent, WriteRequest write, Parse<T> parse) where T : class =>
        this.List(Message(type), intent, write, parse, none: Errno.NoEntry);

    static List<Element> ElementsOf(Set set, ReadOnlySpan<byte> body)
    {
        var found = new List<Element>();
        foreach (var a in Attributes(body))
            if (a.Type == NFTA_SET_ELEM_LIST.ELEMENTS)
                foreach (var element in a.Nested)
                    found.Add(Element.Parse(set, element.Nested));
        return found;
    }

    static string? TextOf(ReadOnlySpan<byte> body, ushort type)
    {
        foreach (var a in Attributes(body))
            if (a.Type == type)
                return a.String;
        return null;
    }

    static AttributeReader Attributes(ReadOnlySpan<byte> body) => new(body[HeaderSize..]);

    internal const int HeaderSize = 4;   // struct nfgenmsg

    /// <summary>nfnetlink's types tell the subsystem, then its own message.</summary>
    internal static ushort Message(ushort type) => (ushort)(NFNL_SUBSYS.NFTABLES << 8 | type);
}
