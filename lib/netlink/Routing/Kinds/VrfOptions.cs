namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a VRF.</summary>
public static class VrfOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("table", IFLA_VRF.TABLE, OptionForm.UInt32),
    ];
}
