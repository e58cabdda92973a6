using System.Net;
using System.Net.Sockets;
using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>
/// Holds the host's ports that a container publishes, so that no other program takes one of them to have its clients go astray.
/// Nobody is ever answered here: packets are led past it.
/// </summary>
internal sealed class PortHold : IDisposable
{
    readonly List<PortReservation> _held = [];

    PortHold() { }

    public static PortHold Take(Container container)
    {
        var hold = new PortHold();
        try
        {
            foreach (var port in container.Ports)
                hold.Take(port, container);
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    void Take(PublishedPort port, Container container)
    {
        try
        {
            if (port.Address is not null)
                Take(port.Address, port);
            else
                TakeAll(port);
        }
        catch (LinuxException e) when (e.Errno == Errno.AddressInUse)
        {
            throw new HullException($"port {port.HostPort}/{port.Protocol} is in use by {OwnerOf(port, container)}");
        }
        catch (LinuxException e) when (e.Errno == Errno.AddressNotAvailable)
        {
            throw new HullException(
                $"port {port.HostPort}/{port.Protocol} cannot be published on {port.Address}, which is no address of this machine");
        }
    }

    void TakeAll(PublishedPort port)
    {
        Take(IPAddress.Any, port);
        try
        {
            Take(IPAddress.IPv6Any, port);
        }
        catch (LinuxException e) when (e.Errno is Errno.FamilyNotSupported or Errno.AddressNotAvailable)
        {
            return;   // a machine without IPv6
        }
    }

    void Take(IPAddress address, PublishedPort port) =>
        _held.Add(PortReservation.Take(address, port.HostPort, port.Protocol == "tcp" ? ProtocolType.Tcp : ProtocolType.Udp));

    static string OwnerOf(PublishedPort port, Container asking)
    {
        var owner = AllContainers.List().FirstOrDefault(other => other.Id != asking.Id
            && Directory.Exists(other.Files.Run) && other.Ports.Any(port.Collides));
        return owner is null ? "another program" : $"container {owner.Name}";
    }

    public void Dispose() => _held.ForEach(port => port.Dispose());
}
