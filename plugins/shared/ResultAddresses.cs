using Cni;

namespace Plugins.Shared;

/// <summary>The addresses of a result, alone.</summary>
internal static class ResultAddresses
{
    public static IReadOnlyList<Cidr> Addresses(this CniResult result)
    {
        var addresses = new Cidr[result.Ips.Count];
        for (int i = 0; i < addresses.Length; i++)
            addresses[i] = result.Ips[i].Address;
        return addresses;
    }
}
