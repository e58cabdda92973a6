using Netlink;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>An address in the form of <c>ip addr</c>.</summary>
internal static class AddressListing
{
    public static void Put(Listing to, Address address, string linkName)
    {
        bool isV4 = address.Ip.Family() == Family.Ipv4;
        using var item = to.Item();
        if (to.Modes.OneLine)
        {
            to.Put("index", address.LinkIndex, $"{address.LinkIndex}: ");
            to.Put("dev", linkName, linkName);
        }
        to.Put("family", isV4 ? "inet" : "inet6", isV4 ? "    inet " : "    inet6 ");
        PutPrefix(to, address);
        to.Text(" ");
        if (address.Metric != 0) to.Put("metric", address.Metric, $"metric {address.Metric} ");
        PutSpecial(to, "broadcast", "brd", address.Broadcast);
        PutSpecial(to, "anycast", "any", address.Anycast);
        to.Put("scope", address.Scope.Name(), $"scope {address.Scope.Name()} ");
        foreach (string flag in FlagsOf(address, isV4)) to.Put(flag, true, $"{flag} ");
        if (address.Protocol != 0 && to.Modes.Details) PutProtocol(to, RouteNames.NameOfAddressProtocol(address.Protocol));
        if (address.Label != "") to.Put("label", address.Label, address.Label);
        to.EndLine();
        to.Put("valid_life_time", address.ValidLifetime, $"       valid_lft {Lifetime(address.ValidLifetime)} ");
        to.Put("preferred_life_time", address.PreferredLifetime, $"preferred_lft {Lifetime(address.PreferredLifetime)}");
        to.EndLine();
    }

    // New with Linux 5.18; ip shows it always from its version 6.3 on.
    static void PutProtocol(Listing to, string name) => to.Put("protocol", name, $"proto {name} ");

    /// <summary>As -br has it: the address alone.</summary>
    public static void PutBrief(Listing to, Address address)
    {
        using var item = to.Item();
        PutPrefix(to, address);
        to.Text(" ");
        if (address.Metric != 0) to.Put("metric", address.Metric, $"metric {address.Metric} ");
    }

    static void PutPrefix(Listing to, Address address)
    {
        var tone = ToneOf(address.Ip);
        to.Put("local", $"{address.Ip}", $"{address.Ip}", tone);
        if (address.Peer is { } peer)
        {
            to.Text(" peer ");
            to.Put("address", $"{peer}", $"{peer}", tone);
        }
        to.Put("prefixlen", address.PrefixLength, $"/{address.PrefixLength}");
    }

    static void PutSpecial(Listing to, string key, string word, System.Net.IPAddress? address)
    {
        if (address is null) return;
        to.Text($"{word} ");
        to.Put(key, $"{address}", $"{address} ", ToneOf(address));
    }

    public static Tone ToneOf(System.Net.IPAddress address) => address.Family() == Family.Ipv4 ? Tone.Ipv4 : Tone.Ipv6;

    // In the order of ip, which shows the lack of one of them: an address that is not permanent is dynamic.
    static IEnumerable<string> FlagsOf(Address address, bool isV4)
    {
        foreach (var (flag, name) in s_flags)
            if (flag == AddressFlags.Permanent ? !address.Flags.HasFlag(flag) : address.Flags.HasFlag(flag))
                yield return flag == AddressFlags.Permanent ? "dynamic" : flag == AddressFlags.Secondary && !isV4 ? "temporary" : name;
    }

    static readonly (AddressFlags Flag, string Name)[] s_flags =
    [
        (AddressFlags.Secondary, "secondary"), (AddressFlags.NoDad, "nodad"), (AddressFlags.Optimistic, "optimistic"), (AddressFlags.DadFailed, "dadfailed"),
        (AddressFlags.HomeAddress, "home"), (AddressFlags.Deprecated, "deprecated"), (AddressFlags.Tentative, "tentative"), (AddressFlags.Permanent, "permanent"),
        (AddressFlags.ManageTempAddress, "mngtmpaddr"), (AddressFlags.NoPrefixRoute, "noprefixroute"), (AddressFlags.AutoJoin, "autojoin"),
        (AddressFlags.StablePrivacy, "stable-privacy"),
    ];

    /// <summary>The flag that a word of ip addr names; null when it names none.</summary>
    public static AddressFlags? FindFlag(string word)
    {
        foreach (var (flag, name) in s_flags)
            if (name == word)
                return flag;
        return word == "temporary" ? AddressFlags.Secondary : null;
    }

    static string Lifetime(uint seconds) => seconds == uint.MaxValue ? "forever" : $"{seconds}sec";
}
