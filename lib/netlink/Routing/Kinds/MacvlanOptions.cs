namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a macvlan or macvtap, and what it tells of itself.</summary>
public static class MacvlanOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("mode", IFLA_MACVLAN.MODE, OptionForm.Choice32) { Choices = [("private", 1), ("vepa", 2), ("bridge", 4), ("passthru", 8), ("source", 16)] },
        new("bcqueuelen", IFLA_MACVLAN.BC_QUEUE_LEN, OptionForm.UInt32),
        new("usedbcqueuelen", IFLA_MACVLAN.BC_QUEUE_LEN_USED, OptionForm.UInt32) { IsSettable = false },
    ];
}
