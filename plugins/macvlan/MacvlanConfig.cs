using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Macvlan;

/// <summary>What a macvlan network may say; README.md beside this file has the table.</summary>
internal sealed record MacvlanConfig : ChildConfig
{
    readonly string _mode;
    readonly RequestedMac _mac;

    public MacvlanConfig(ConfigObject json) : base(json)
    {
        _mode = json.String("mode");
        _mac = new(RuntimeConfig, Args, json.String("mac"));
        BroadcastQueueLength = json.FindUInt("bcqueuelen") is { } length and > 0 ? length : null;
    }

    /// <summary>Whom a container reaches.</summary>
    public MacvlanMode Mode => FindMode() ?? default;

    /// <summary>How many broadcast frames may wait. Null leaves it to the kernel (1000).</summary>
    public uint? BroadcastQueueLength { get; }

    public PhysicalAddress? Mac(CniArgs args) => _mac.By(args);

    MacvlanMode? FindMode() => _mode switch
    {
        "" or "bridge" => MacvlanMode.Bridge,
        "private" => MacvlanMode.Private,
        "vepa" => MacvlanMode.Vepa,
        "passthru" => MacvlanMode.Passthru,
        _ => null,
    };

    protected override IEnumerable<string> OwnProblems()
    {
        if (FindMode() is null)
            yield return $"unknown macvlan mode: \"{_mode}\"";
    }
}
