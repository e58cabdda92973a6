namespace Netlink.Routing.Kinds;

/// <summary>What a tun or tap tells of itself; it is made by opening a file.</summary>
public static class TunOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("type", IFLA_TUN.TYPE, OptionForm.Choice8) { Choices = [("tun", 1), ("tap", 2)] },
        new("pi", IFLA_TUN.PI, OptionForm.Flag8),
        new("vnet_hdr", IFLA_TUN.VNET_HDR, OptionForm.Flag8),
        new("multi_queue", IFLA_TUN.MULTI_QUEUE, OptionForm.Flag8),
        new("numqueues", IFLA_TUN.NUM_QUEUES, OptionForm.UInt32),
        new("numdisabled", IFLA_TUN.NUM_DISABLED_QUEUES, OptionForm.UInt32),
        new("persist", IFLA_TUN.PERSIST, OptionForm.Flag8),
        new("user", IFLA_TUN.OWNER, OptionForm.UInt32),
        new("group", IFLA_TUN.GROUP, OptionForm.UInt32),
    ];
}
