using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.HostDevice;

/// <summary>What a host-device network may say; README.md beside this file has the table.</summary>
internal sealed record HostDeviceConfig : PluginConfig
{
    const string KernelDevices = "/sys/devices/";

    readonly string _hwAddr;

    public HostDeviceConfig(ConfigObject json) : base(json)
    {
        Device = json.String("device");
        _hwAddr = json.String("hwaddr");
        KernelPath = json.String("kernelpath");
        BusId = RuntimeConfig.String("deviceID") is { Length: > 0 } allotted ? allotted : json.String("pciBusID");
    }

    /// <summary>The link's name on the host; "" when it is told otherwise.</summary>
    public string Device { get; }

    /// <summary>The link's MAC address; null when it is told otherwise.</summary>
    public PhysicalAddress? Mac => MacText.Parse(_hwAddr);

    /// <summary>The device's folder in /sys/devices; "" when it is told otherwise.</summary>
    public string KernelPath { get; }

    /// <summary>The device's number on the PCI bus, or its name on the auxiliary bus; "" when it is told otherwise.</summary>
    public string BusId { get; }

    public bool HasAddresses => Ipam is { Type: not "" };

    /// <summary>Something tells which device it is. The network's configuration alone need not: the runtime may, for each container.</summary>
    public bool TellsDevice => Device != "" || _hwAddr != "" || KernelPath != "" || BusId != "";

    protected override IEnumerable<string> OwnProblems()
    {
        if (Device != "" && !LinkName.IsValid(Device))
            yield return $"device is \"{Device}\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)";
        if (_hwAddr != "" && Mac is null)
            yield return $"hwaddr is \"{_hwAddr}\", not six bytes such as 02:42:0a:01:00:05";
        if (KernelPath != "" && !KernelPath.StartsWith(KernelDevices, StringComparison.Ordinal))
            yield return $"kernel device path \"{KernelPath}\" must be absolute and begin with {KernelDevices}";
        if (BusId.Contains('/') || BusId is "." or "..")
            yield return $"the device \"{BusId}\" is not one that a bus can have, such as 0000:01:00.0";
    }
}
