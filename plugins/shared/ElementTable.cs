using Cni;
using Linux;
using Netfilter.Nft;
using Netlink;

namespace Plugins.Shared;

/// <summary>
/// An nft table whose rules never change: what comes and goes with a container are elements of its sets and maps. So a packet, an ADD
/// and a DEL cost the same beside one container or ten thousand.
/// </summary>
internal abstract class ElementTable(NftSocket nft, Table table)
{
    const int MostTries = 16;

    protected static readonly NftFamily[] Families = [NftFamily.Ipv4, NftFamily.Ipv6];

    /// <summary>Puts the table's chains, sets and rules into the transaction that makes the table.</summary>
    protected abstract void WriteFoundation(NftTransaction change);

    /// <summary>Puts what is made only when first needed: the set of one prefix length, say, and the rule that looks into it.</summary>
    protected abstract void WriteExtension(NftTransaction change, Set set);

    /// <summary>What becomes of an element that is there already, with another owner: it goes, or an exception says why it may not.</summary>
    protected abstract void OnTaken(Element wanted, Element found);

    /// <summary>Adds the elements, all or none. Tries the few bytes that are nearly always enough first, and builds what they turn out to lack.</summary>
    protected void Put(List<Element> elements)
    {
        bool foundation = false;
        var extensions = new HashSet<Set>();
        var stale = new List<Element>();
        for (int i = 0; i < MostTries; i++)
            try
            {
                Commit(foundation, extensions, stale, elements);
                return;
            }
            catch (NetlinkException e) when (e is { Errno: Errno.NoEntry, Intent.Subject: Element missing })
            {
                if (stale.Contains(missing))
                {
                    stale = TakenAmong(elements);
                    continue;
                }
                var there = nft.ListSetNames(table);
                foundation = there.Count == 0;
                extensions.UnionWith(elements.Select(element => element.Set).Where(set => IsExtension(set) && !there.Contains(set.Name)));
            }
            catch (NetlinkException e) when (e is { Errno: Errno.Exists, Intent.Subject: Table })
            {
                foundation = false;   // another ADD was quicker
            }
            catch (NetlinkException e) when (e is { Errno: Errno.Exists, Intent.Subject: Set made })
            {
                extensions.Remove(made);
            }
            catch (NetlinkException e) when (e is { Errno: Errno.Exists or Errno.Busy, Intent.Subject: Element })
            {
                stale = TakenAmong(elements);
            }
        throw new InvalidOperationException($"nft {table} changed each of the {MostTries} times it was to be added to");
    }

    /// <summary>Makes the table, where it is not there.</summary>
    protected void Ensure()
    {
        if (nft.ListSetNames(table).Count > 0)
            return;
        try
        {
            Commit(foundation: true, [], [], []);
        }
        catch (NetlinkException e) when (e is { Errno: Errno.Exists, Intent.Subject: Table }) { }   // another ADD was quicker
    }

    // All that are there already, not only the one that the kernel minded first: a thousand ports may be.
    List<Element> TakenAmong(List<Element> elements)
    {
        var taken = new List<Element>();
        foreach (var wanted in elements)
        {
            if (nft.Find(wanted.Set, wanted.Key) is not { } found)
                continue;
            if (found.Comment != wanted.Comment && !found.IsExpiring)
                OnTaken(wanted, found);
            taken.Add(found);
        }
        return taken;
    }

    /// <summary>Asks the kernel whether it can have such a table; changes nothing.</summary>
    public void Rehearse()
    {
        using var change = nft.Begin();
        change.Add(table);
        WriteFoundation(change);
        try
        {
            change.Rehearse();
        }
        catch (NetlinkException e) when (IsElsewhere(e)) { }   // an earlier version's chain: the kernel can
    }

    /// <summary>
    /// Moves chains that packets come to by themselves to where they are to be now, with the rules of the foundation: an earlier version may have made them elsewhere.
    /// </summary>
    protected void Move(params ReadOnlySpan<Chain> chains)
    {
        if (nft.ListSetNames(table).Count == 0)
            return;
        foreach (var chain in chains)
            try
            {
                using var change = nft.Begin();
                change.Add(chain);   // nothing, when it is there as it is to be
                change.Rehearse();
            }
            catch (NetlinkException e) when (IsElsewhere(e))
            {
                Rewrite(chain);
            }
    }

    // A chain stays where it was made, the kernel says: older ones "file exists", newer ones "operation not supported".
    bool IsElsewhere(NetlinkException refusal) =>
        refusal is { Errno: Errno.Exists or Errno.NotSupported, Intent.Subject: Chain { Hook: not null } chain } && nft.Has(chain);

    void Rewrite(Chain chain)
    {
        using var foundation = nft.Begin();   // never sent: it tells what is in the chain
        WriteFoundation(foundation);
        using var change = nft.Begin();
        change.Delete(new Rule(chain));   // without a handle: all of them
        change.Delete(chain);
        change.Add(chain);
        foreach (var rule in foundation.Subjects.OfType<Rule>().Where(rule => rule.Chain == chain))
            change.Add(rule);
        change.Commit();
    }

    void Commit(bool foundation, HashSet<Set> extensions, List<Element> stale, List<Element> elements)
    {
        using var change = nft.Begin();
        if (foundation)
        {
            change.Create(table);
            WriteFoundation(change);
        }
        foreach (var set in extensions)
        {
            change.Create(set);
            WriteExtension(change, set);
        }
        foreach (var element in stale)
            change.Delete(element);
        foreach (var element in elements)
            if (element.Comment is null)
                change.Add(element);   // nobody's own: it may be there
            else
                change.Create(element);
        change.Commit();
    }

    /// <summary>Whether the set is made by <see cref="WriteExtension"/>.</summary>
    protected abstract bool IsExtension(Set set);

    /// <summary>Throws unless every element is there, with the value and the owner it should have, and the rules that look for it.</summary>
    protected void Require(List<Element> elements)
    {
        if (elements.Count == 0)
            return;   // then ADD has made nothing
        RequireRules(elements);
        foreach (var wanted in elements)
            if (nft.Find(wanted.Set, wanted.Key) is not { IsExpiring: false } found)
                throw new CniError(CniErrorCode.Internal, $"nft {wanted} is missing");
            else if (!Equals(found.Value, wanted.Value) || found.Comment != wanted.Comment)
                throw new CniError(CniErrorCode.Internal, $"nft {wanted} is not what is there", $"it is {found}");
    }

    // Rules are not compared, only counted: nobody changes one, but a chain may have been flushed.
    protected void RequireRules(List<Element> elements)
    {
        using var change = nft.Begin();   // never sent: it tells what there must be
        WriteFoundation(change);
        foreach (var set in elements.Select(element => element.Set).Where(IsExtension).Distinct())
            WriteExtension(change, set);
        var found = nft.ListRules(table).CountBy(rule => rule.Chain.Name).ToDictionary();
        foreach (var (chain, wanted) in change.Subjects.OfType<Rule>().CountBy(rule => rule.Chain))
            if (found.GetValueOrDefault(chain.Name) is var there && there < wanted)
                throw new CniError(CniErrorCode.Internal, $"nft {chain} is missing rules", $"it has {there} of at least {wanted}");
    }

    /// <summary>Removes those of the elements that are there and are the owner's; whatever is not has been removed already. Null: all that is the owner's.</summary>
    protected void Remove(List<Element>? candidates, string owner)
    {
        if (candidates is null)
        {
            RemoveWhere(found => found == owner);
            return;
        }
        var owned = new List<Element>();
        foreach (var wanted in candidates)
            if (nft.Find(wanted.Set, wanted.Key) is { } found && found.Comment == owner)
                owned.Add(found);
        nft.EndIfThere(owned);
    }

    /// <summary>Looks through all there is, for when nothing tells what the owner had. Returns what it had.</summary>
    public List<Element> RemoveWhere(Func<string, bool> owned)
    {
        var found = new List<Element>();
        foreach (string name in nft.ListSetNames(table))
            found.AddRange(nft.List(SetNamed(name)).FindAll(element => element.Comment is { } comment && owned(comment)));
        nft.EndIfThere(found);
        return found;
    }

    // Only the name and the table matter for finding what is in a set.
    Set SetNamed(string name) => new(table, name, DataType.Port);
}
