using System.Runtime.InteropServices;
using System.Text;
using Linux;

namespace DBus;

/// <summary>Where a bus listens: one <c>unix:</c> address of the list that a server address is (D-Bus specification, "Server Addresses").</summary>
internal sealed record BusAddress(string Path, bool IsAbstract)
{
    const string Usual = "unix:path=/var/run/dbus/system_bus_socket";

    /// <summary>Where the system bus is, in the order to try: what DBUS_SYSTEM_BUS_ADDRESS says, or the usual place.</summary>
    public static IReadOnlyList<BusAddress> OfSystemBus() =>
        Parse(Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS") is { Length: > 0 } named ? named : Usual);

    /// <summary>The unix sockets of a list; other ways to a bus are left out.</summary>
    internal static IReadOnlyList<BusAddress> Parse(string list)
    {
        var addresses = new List<BusAddress>();
        foreach (string address in list.Split(';'))
            if (address.StartsWith("unix:", StringComparison.Ordinal))
                foreach (string pair in address["unix:".Length..].Split(','))
                    if (pair.Split('=', 2) is [("path" or "abstract") and var key, var value])
                        addresses.Add(new(Uri.UnescapeDataString(value), key == "abstract"));
        return addresses;
    }

    /// <summary>struct sockaddr_un. A path that does not fit is cut off, and nobody is there.</summary>
    internal byte[] SocketAddress()
    {
        const int PathAt = 2, Size = 110;
        var address = new byte[Size];
        MemoryMarshal.Write(address, (ushort)Libc.AF_UNIX);
        var name = Encoding.UTF8.GetBytes(IsAbstract ? $"\0{Path}" : Path);
        name.AsSpan(0, Math.Min(name.Length, Size - PathAt - 1)).CopyTo(address.AsSpan(PathAt));
        return IsAbstract ? address[..Math.Min(PathAt + name.Length, Size)] : address;
    }

    public override string ToString() => IsAbstract ? $"@{Path}" : Path;
}
