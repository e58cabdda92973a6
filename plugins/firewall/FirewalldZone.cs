using System.Net;
using Cni;
using DBus;
using Linux;

namespace Plugins.Firewall;

/// <summary>
/// A zone of firewalld, into which containers' addresses are put as sources. It is the running configuration that is changed; what firewalld reads again when it is
/// told to reload knows nothing of containers.
/// </summary>
internal sealed class FirewalldZone(SystemBus bus, string zone) : IDisposable
{
    const string Name = "org.fedoraproject.FirewallD1";

    static readonly Method s_add = OfZones("addSource"), s_remove = OfZones("removeSource"), s_query = OfZones("querySource");

    static Method OfZones(string member) => new(Name, "/org/fedoraproject/FirewallD1", $"{Name}.zone", member);

    /// <summary>The zone; null where firewalld does not run.</summary>
    public static FirewalldZone? Find(string zone)
    {
        try
        {
            return Find(zone, out _);
        }
        catch (Exception e) when (e is DBusException or LinuxException)   // a bus that does not let us in has no firewalld for us
        {
            return null;
        }
    }

    static FirewalldZone? Find(string zone, out string problem)
    {
        problem = "there is no system bus to ask it by";
        var bus = SystemBus.Find();
        if (bus is null)
            return null;
        problem = $"nobody on the system bus is called {Name}";
        try
        {
            if (bus.IsOwned(Name))
                return new(bus, zone);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
        bus.Dispose();
        return null;
    }

    /// <exception cref="CniError">Firewalld does not run.</exception>
    public static FirewalldZone Open(string zone) =>
        Find(zone, out string problem) ?? throw new CniError(CniErrorCode.NotAvailable, "firewalld does not run", problem);

    /// <summary>Why firewalld cannot be asked; null when it can.</summary>
    public static string? Problem()
    {
        try
        {
            using var zone = Find("", out string problem);
            return zone is null ? problem : null;
        }
        catch (Exception e) when (e is DBusException or LinuxException)
        {
            return e.Message;
        }
    }

    /// <summary>Puts the addresses into the zone. That one is there already is what was wanted.</summary>
    public void Add(IEnumerable<IPAddress> addresses)
    {
        foreach (string source in addresses.Select(Source))
            try
            {
                bus.Call(s_add, zone, source);
            }
            catch (DBusException e) when (e.Message.StartsWith("ZONE_ALREADY_SET", StringComparison.Ordinal) && IsThere(source)) { }
            catch (DBusException e)
            {
                throw new CniError(CniErrorCode.Internal, $"failed to add the address {source} to {zone} zone: {e.Message}");
            }
    }

    /// <summary>Throws unless every address is in the zone.</summary>
    public void Check(IEnumerable<IPAddress> addresses)
    {
        foreach (string source in addresses.Select(Source))
            if (!IsThere(source))
                throw new CniError(CniErrorCode.Internal, $"failed to find the address {source} in {zone} zone");
    }

    /// <summary>Takes those of the addresses out of the zone that are in it.</summary>
    public void Remove(IEnumerable<IPAddress> addresses)
    {
        foreach (string source in addresses.Select(Source))
            try
            {
                if (IsThere(source))   // asked first: what it does not know firewalld writes into its log
                    bus.Call(s_remove, zone, source);
            }
            catch (DBusException e) when (e.Message.StartsWith("UNKNOWN_SOURCE", StringComparison.Ordinal) || e.Message.StartsWith("INVALID_ZONE", StringComparison.Ordinal)) { }   // gone
    }

    bool IsThere(string source) => bus.Call(s_query, zone, source).Bool;

    static string Source(IPAddress address) => new Cidr(address, 8 * address.GetAddressBytes().Length).ToString();

    public void Dispose() => bus.Dispose();
}
