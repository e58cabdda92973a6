using Linux;

namespace Plugins.HostDevice;

/// <summary>A device on the host's PCI bus, or on its auxiliary bus, as the sys file system shows it.</summary>
internal sealed record BusDevice(string Folder)
{
    static readonly string[] s_buses = ["/sys/bus/pci/devices", "/sys/bus/auxiliary/devices"];

    /// <summary>Drivers that hand a device to a program (DPDK): it is no link while one of them has it.</summary>
    static readonly string[] s_userspaceDrivers = ["vfio-pci", "uio_pci_generic", "igb_uio"];

    /// <summary>The device of that number or name; null when no bus has it.</summary>
    public static BusDevice? Find(string id)
    {
        foreach (string bus in s_buses)
            if (Directory.Exists($"{bus}/{id}"))
                return new($"{bus}/{id}");
        return null;
    }

    /// <summary>A program has the device, and there is no link to move.</summary>
    public bool IsForPrograms => SymbolicLink.Find($"{Folder}/driver") is { } driver && s_userspaceDrivers.Contains(Path.GetFileName(driver));

    /// <summary>The names of its links. A virtio device has them one folder down.</summary>
    public IEnumerable<string> LinkNames()
    {
        foreach (string folder in Directory.GetDirectories(Folder, "virtio*").Prepend(Folder))
            foreach (string name in NamesIn(folder))
                yield return name;
    }

    /// <summary>The names of the links that a folder of /sys/devices has.</summary>
    public static IEnumerable<string> NamesIn(string folder) => Directory.Exists($"{folder}/net")
        ? Directory.GetFileSystemEntries($"{folder}/net").Select(entry => Path.GetFileName(entry))
        : [];
}
