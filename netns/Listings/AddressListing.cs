using Netlink;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>An address in the form of <c>ip addr</c>.</summary>
internal static class AddressListing
{
    public static void Put(Listing to, Address address)
    {
        string family = address.Ip.Family() == Family.Ipv4 ? "inet" : "inet6";
        using var item = to.Item();
        to.Put("family", family, $"    {family} ");
        to.Put("local", $"{address.Ip}", $"{address.Ip}");
        if (address.Peer is { } peer) to.Put("address", $"{peer}", $" peer {peer}");
        to.Put("prefixlen", address.PrefixLength, $"/{address.PrefixLength} ");
        if (address.Broadcast is { } broadcast) to.Put("broadcast", $"{broadcast}", $"brd {broadcast} ");
        to.Put("scope", ScopeName.Of(address.Scope), $"scope {ScopeName.Of(address.Scope)} ");
        foreach (string flag in FlagsOf(address, family)) to.Put(flag, true, $"{flag} ");
        if (address.Label != "") to.Put("label", address.Label, address.Label);
        to.EndLine();
        to.Put("valid_life_time", address.ValidLifetime, $"       valid_lft {Lifetime(address.ValidLifetime)} ");
        to.Put("preferred_life_time", address.PreferredLifetime, $"preferred_lft {Lifetime(address.PreferredLifetime)}");
        to.EndLine();
    }

    // In the order of ip, which shows the lack of one of them: an address that is not permanent is dynamic.
    static IEnumerable<string> FlagsOf(Address address, string family)
    {
        bool Has(AddressFlags flag) => address.Flags.HasFlag(flag);
        if (Has(AddressFlags.Secondary)) yield return family == "inet6" ? "temporary" : "secondary";
        if (Has(AddressFlags.NoDad)) yield return "nodad";
        if (Has(AddressFlags.Optimistic)) yield return "optimistic";
        if (Has(AddressFlags.DadFailed)) yield return "dadfailed";
        if (Has(AddressFlags.Deprecated)) yield return "deprecated";
        if (Has(AddressFlags.Tentative)) yield return "tentative";
        if (!Has(AddressFlags.Permanent)) yield return "dynamic";
        if (Has(AddressFlags.ManageTempAddress)) yield return "mngtmpaddr";
        if (Has(AddressFlags.NoPrefixRoute)) yield return "noprefixroute";
    }

    static string Lifetime(uint seconds) => seconds == uint.MaxValue ? "forever" : $"{seconds}sec";
}
