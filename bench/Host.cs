using Linux;

namespace Bench;

/// <summary>A host of its own: a network namespace in which plugins are called, beside others that are fuller or emptier.</summary>
internal sealed class Host : IDisposable
{
    readonly string _name;
    readonly NetNamespace _namespace;

    public Host(string name)
    {
        _name = name;
        NamedNamespaces.Add(name);
        _namespace = NamedNamespaces.Open(name);
        Run(() => Tool.Run("ip link set lo up"));
    }

    /// <summary>Works on this host, on the calling thread, which comes back.</summary>
    public T Run<T>(Func<T> work) => _namespace.Visit(work);

    public void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Leases addresses to containers that need not be there.</summary>
    public void Lease(Chain chain, int leases) => Run(() =>
    {
        for (int i = 0; i < leases; i++) chain.Lease($"lease{i}");
    });

    /// <summary>Publishes ports of containers that need not be there.</summary>
    public void Publish(Chain chain, IEnumerable<int> ports, string result) => Run(() =>
    {
        foreach (int[] some in ports.Chunk(500)) chain.Publish($"live{some[0]}", "/run/netns/none", some, result);
    });

    public void Dispose()
    {
        _namespace.Dispose();
        NamedNamespaces.Delete(_name);
    }
}
