using Cni;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Ipvlan;

/// <summary>What an ipvlan network may say; README.md beside this file has the table.</summary>
internal sealed record IpvlanConfig : ChildConfig
{
    readonly string _mode;

    public IpvlanConfig(ConfigObject json) : base(json) => _mode = json.String("mode");

    /// <summary>Where the container's packets are routed.</summary>
    public IpvlanMode Mode => FindMode() ?? default;

    IpvlanMode? FindMode() => _mode switch
    {
        "" or "l2" => IpvlanMode.L2,
        "l3" => IpvlanMode.L3,
        "l3s" => IpvlanMode.L3s,
        _ => null,
    };

    protected override IEnumerable<string> OwnProblems()
    {
        if (FindMode() is null)
            yield return $"unknown ipvlan mode: \"{_mode}\"";
    }
}
