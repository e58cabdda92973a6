namespace Netlink.Routing.Kinds;

/// <summary>What can be set of an ipvlan.</summary>
public static class IpvlanOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("mode", IFLA_IPVLAN.MODE, OptionForm.Choice16) { Choices = [("l2", 0), ("l3", 1), ("l3s", 2)] },
        new("mode_flag", IFLA_IPVLAN.FLAGS, OptionForm.Choice16) { Choices = [("bridge", 0), ("private", 1), ("vepa", 2)] },
    ];
}
