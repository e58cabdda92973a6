using System.Net;
using Linux;
using Netlink.Routing;

namespace Netctl.Hosts;

/// <summary>The network namespaces of this host: our own, those with a name, and those that only processes are in.</summary>
internal sealed class Places : IDisposable
{
    readonly List<Place> _all = [];

    public Places()
    {
        Here = Add("this host", NetNamespace.Current())!;
        foreach (var (name, isStale) in NamedNamespaces.List())
            if (!isStale && NetNamespace.Find($"{NamedNamespaces.Folder}/{name}") is { } ns)
                Add(name, ns);
        foreach (int pid in Processes.Ids())
            if (OfProcess(pid) is { } ns)
                Add($"process {pid}", ns);
    }

    /// <summary>The namespace that netctl was called in.</summary>
    public Place Here { get; }

    public IReadOnlyList<Place> All => _all;

    // One namespace has many processes and may have several names: the first it is met by stands.
    Place? Add(string name, NetNamespace ns)
    {
        if (!_all.Exists(place => place.Namespace.IsSameAs(ns)))
        {
            var place = new Place(name, ns);
            _all.Add(place);
            return place;
        }
        ns.Dispose();
        return null;
    }

    static NetNamespace? OfProcess(int pid)
    {
        try { return NetNamespace.Find($"/proc/{pid}/ns/net"); }
        catch (LinuxException e) when (e.Errno is Errno.Access or Errno.NotPermitted) { return null; }   // one with rights that we have not
    }

    public Place? Named(string name)
    {
        if (_all.Find(place => place.Name == name) is { } found) return found;
        if (name.Contains('/') || NamedNamespaces.IsName(name) && NetNamespace.Find($"{NamedNamespaces.Folder}/{name}") is not null)
        {
            using var ns = NamedNamespaces.Open(name);   // a second name of one
            return _all.Find(place => place.Namespace.IsSameAs(ns));
        }
        return null;
    }

    /// <summary>The namespace that has an address; our own first.</summary>
    public Place? Having(IPAddress address) => _all.Find(place => place.Has(address));

    /// <summary>The other end of a veth, and the namespace that it is in; null when that is none of ours to see.</summary>
    public (Place Place, Link Link)? PeerOf(Place place, Link link)
    {
        if (link.ParentIndex == 0) return null;
        var there = link.ParentNamespaceId is { } id ? _all.Find(other => other != place && place.NumberOf(other) == id) : place;
        return there is not null && there.Links.TryGetValue(link.ParentIndex, out var peer) ? (there, peer) : null;
    }

    public void Dispose() => _all.ForEach(place => place.Dispose());
}
