using Hull.Bundle;
using Hull.Containers;
using Linux;

namespace Hull.Monitor;

/// <summary>A container's control group, made as its bundle says.</summary>
internal static class ContainerGroup
{
    /// <summary>Makes it, with all limits set before anybody enters.</summary>
    public static Cgroup Make(Container container, Journal journal)
    {
        var group = Cgroup.Named(container.CgroupName);
        journal.Cgroup();
        group.Create();
        var bundle = BundleReader.Read(container.Files.Bundle);
        group.Apply(bundle.Limits);
        if (group.ControlsDevices && bundle.Devices.Count > 0)
            group.SetDevices(bundle.Devices);
        return group;
    }
}
