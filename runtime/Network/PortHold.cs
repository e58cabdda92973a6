using System.Net;
using System.Net.Sockets;
using Cni;
using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>
/// Holds the host's ports that a container publishes, so that no other program takes one of them to have its clients go astray.
/// Nobody is ever answered here, packets are led past it; but see <see cref="LocalForwarder"/>.
/// </summary>
internal sealed class PortHold : IDisposable
{
    /// <summary>How often another port is tried when the one that was free has just been taken, and for how many ports the lower numbers of files are kept free.</summary>
    const int Tries = 100, Many = 200;

    readonly List<PortReservation> _held = [];
    readonly List<LocalForwarder.Door> _doors = [];
    LocalForwarder? _forwarder;

    PortHold() { }

    /// <summary>The ports, each settled.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; private set; } = [];

    public static PortHold Take(Container container)
    {
        var hold = new PortHold();
        try
        {
            using var limit = container.AskedPorts.Count > Many ? FileLimit.Raise() : null;
            hold.Ports = [.. container.AskedPorts.Select(port => hold.Settle(port, container, limit))];
            if (!hold.Ports.SequenceEqual(container.AskedPorts))
                PortFile.Write(container, hold.Ports);
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    PublishedPort Settle(PublishedPort asked, Container container, FileLimit? limit)
    {
        if (asked.IsSettled)
            return TryTake(asked, limit) ? asked : throw new HullException($"port {asked.HostPort}/{asked.Protocol} is in use by {PortOwner.Of(asked, container)}");
        foreach (ushort number in asked.HostPort == 0 ? FreeOnes(asked) : Enumerable.Range(asked.HostPort, asked.LastHostPort - asked.HostPort + 1).Select(number => (ushort)number))
            if (TryTake(asked.At(number), limit))
                return asked.At(number);
        throw new HullException(asked.HostPort == 0
            ? $"no port of this machine's is free for -p {asked}; name one"
            : $"all ports from {asked.HostPort} to {asked.LastHostPort}/{asked.Protocol} are in use, the first by {PortOwner.Of(asked.At(asked.HostPort), container)}");
    }

    static IEnumerable<ushort> FreeOnes(PublishedPort asked) =>
        Enumerable.Range(0, Tries).Select(_ => PortReservation.FindFree(asked.Address ?? IPAddress.Any, ProtocolOf(asked)));

    bool TryTake(PublishedPort port, FileLimit? limit)
    {
        int before = _held.Count, doorsBefore = _doors.Count;
        try
        {
            if (port.Address is not null)
                Take(port.Address, port, limit);
            else
                TakeAll(port, limit);
            return true;
        }
        catch (LinuxException e) when (e.Errno == Errno.AddressInUse)
        {
            // One family's may have been free.
            foreach (var held in _held[before..]) held.Dispose();
            foreach (var door in _doors[doorsBefore..]) door.Open.Dispose();
            _held.RemoveRange(before, _held.Count - before);
            _doors.RemoveRange(doorsBefore, _doors.Count - doorsBefore);
            return false;
        }
        catch (LinuxException e) when (e.Errno == Errno.AddressNotAvailable)
        {
            throw new HullException(
                $"port {port.HostPort}/{port.Protocol} cannot be published on {port.Address}, which is no address of this machine");
        }
        catch (LinuxException e) when (e.Errno == Errno.TooManyFiles)
        {
            throw new HullException($"{_held.Count} ports can be held, and no more: the limit of open files (ulimit -Hn) does not allow it");
        }
    }

    void TakeAll(PublishedPort port, FileLimit? limit)
    {
        Take(IPAddress.Any, port, limit);
        try
        {
            Take(IPAddress.IPv6Any, port, limit);
        }
        catch (LinuxException e) when (e.Errno is Errno.FamilyNotSupported or Errno.AddressNotAvailable)
        {
            return;   // a machine without IPv6
        }
    }

    void Take(IPAddress address, PublishedPort port, FileLimit? limit)
    {
        try
        {
            if (port.Protocol != PublishedPort.Sctp && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                var at = address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
                bool isUdp = port.Protocol == PublishedPort.Udp;
                var (held, open) = isUdp ? PortReservation.TakeDatagrams(address, port.HostPort, at) : PortReservation.Take(address, port.HostPort, at);
                _held.Add(held);
                _doors.Add(new(limit?.Above(open) ?? open, port.ContainerPort, isUdp));
            }
            else
                _held.Add(PortReservation.Take(address, port.HostPort, ProtocolOf(port)));
        }
        catch (LinuxException e) when (port.Protocol == PublishedPort.Sctp && e.Errno is Errno.ProtocolNotSupported)
        {
            return;   // whom the kernel does not know a protocol of, no program can serve it
        }
        if (limit is not null)
            _held[^1].MoveAbove(limit);
    }

    static ProtocolType ProtocolOf(PublishedPort port) => port.Protocol switch
    {
        PublishedPort.Udp => ProtocolType.Udp,
        PublishedPort.Sctp => PortReservation.Sctp,
        _ => ProtocolType.Tcp,
    };

    /// <summary>Lets those in who come over IPv6 and are of this machine, when the container has no IPv6 address that packets could be led to.</summary>
    /// <param name="container">With its networks made.</param>
    /// <param name="results">What they say.</param>
    public void Serve(Container container, IReadOnlyList<CniResult> results)
    {
        if (_doors.Count > 0 && results.SelectMany(result => result.Ips).All(ip => ip.Address.IsIPv4))
            _forwarder = LocalForwarder.Start(_doors, () => ContainerNetwork.AddressOfPorts(container));
        else
            foreach (var door in _doors) door.Open.Dispose();
    }

    public void Dispose()
    {
        _forwarder?.Dispose();
        foreach (var door in _doors) door.Open.Dispose();
        _held.ForEach(port => port.Dispose());
    }
}
