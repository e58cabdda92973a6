using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>Which links are asked for, by name or by what they are.</summary>
internal sealed record LinkFilter
{
    public string? Name { get; private set; }

    /// <summary>What the kernel leaves out by itself.</summary>
    public LinkQuery Query { get; private set; }

    bool _mustBeUp, _mustBeFree;
    uint? _group;
    string? _kind;

    public static LinkFilter Read(Words words, RouteSocket socket)
    {
        var filter = new LinkFilter();
        while (words.Any)
            if (!filter.Take(words, socket))
                filter.Name = words.Device(filter.Name);
        return filter;
    }

    /// <summary>Takes a word that is of the filter; also for verbs that have more words than these.</summary>
    public bool Take(Words words, RouteSocket socket)
    {
        if (words.Take("up")) _mustBeUp = true;
        else if (words.Take("master", "vrf")) Query = Query with { Master = socket.LinkInWords(words).Index };
        else if (words.Take("nomaster")) _mustBeFree = true;
        else if (words.Take("group")) _group = LinkWords.GroupNamed(words);
        else if (words.Take("type")) PutKind(words.Value());
        else return false;
        return true;
    }

    void PutKind(string kind)
    {
        _kind = kind;
        if (!kind.EndsWith("_slave")) Query = Query with { Kind = kind };
    }

    /// <summary>Whether a link is asked for: what the kernel was asked to leave out, one that is named may still be.</summary>
    public bool Lets(Link link) =>
        (!_mustBeUp || link.IsUp) && (!_mustBeFree || link.MasterIndex == 0) && (_group is null || link.Group == _group)
        && (Query.Master is null || link.MasterIndex == Query.Master) && (_kind is null || _kind == link.Kind || _kind == $"{link.PortKind}_slave");
}
