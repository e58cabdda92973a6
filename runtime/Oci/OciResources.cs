using Hull.Bundle;
using Hull.Containers;
using Linux;

namespace Hull.Oci;

/// <summary>The control group that a bundle wants.</summary>
internal static class OciResources
{
    public static void Apply(Cgroup cgroup, BundleConfig config)
    {
        cgroup.Create();
        cgroup.Apply(config.Limits);
        // As with every runtime, the devices that each container has may be used whatever the bundle says.
        if (cgroup.ControlsDevices)
            cgroup.SetDevices([.. config.Devices, .. DefaultBundle.UsualDevices]);
    }
}
