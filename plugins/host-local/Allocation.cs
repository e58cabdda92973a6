using Cni;
using Linux;

namespace Plugins.HostLocal;

/// <summary>Takes one address from one set of ranges for one attachment.</summary>
internal sealed class Allocation(LeaseStore leases, int index, RangeSet set, UnnamedFile draft)
{
    // Trying an address costs a system call. After so many taken ones in a row, a list of all of them is cheaper.
    const int PatienceWithTaken = 64;

    /// <summary>The address asked for, or none.</summary>
    public CniAddress TakeRequested(IpNumber wanted)
    {
        var range = set.RangeOf(wanted)!;
        if (wanted == range.Gateway)
            throw Failure($"requested ip {wanted} is subnet's gateway");
        if (!leases.TryGrant(wanted, draft))
            throw Failure($"requested IP address {wanted} is not available in range set {set}");
        return Taken(wanted, range);
    }

    /// <summary>The next free address after the one given out last.</summary>
    public CniAddress TakeNext(AttachmentKey holder)
    {
        foreach (var held in leases.Of(holder))
            if (set.RangeOf(held) is not null)
                throw Failure($"{held} has been allocated to {holder.ContainerId}, duplicate allocation is not allowed");

        int tried = 0;
        HashSet<IpNumber>? taken = null;
        foreach (var (address, range) in set.After(leases.Last(index)))
        {
            if (taken?.Contains(address) != true && leases.TryGrant(address, draft))
                return Taken(address, range);
            if (++tried == PatienceWithTaken)
                taken = leases.Taken();
        }
        throw Failure($"no IP addresses available in range set: {set}", CniErrorCode.TryAgainLater);
    }

    CniAddress Taken(IpNumber address, AddressRange range)
    {
        leases.RememberLast(index, address);
        return new(new(address.ToAddress(), range.Subnet.PrefixLength), range.Gateway.ToAddress());
    }

    CniError Failure(string why, CniErrorCode code = CniErrorCode.Internal) => new(code, $"failed to allocate for range {index}: {why}");
}
