namespace Netlink.Routing.Kinds;

/// <summary>What a member of a VRF (vrf_slave) tells of itself.</summary>
public static class VrfPortOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("table", IFLA_VRF_PORT.TABLE, OptionForm.UInt32) { IsSettable = false },
    ];
}
