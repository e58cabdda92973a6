using Netctl.Hosts;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Linux;

namespace Netctl.Trace;

/// <summary>Who listens in a namespace, as /proc/net lists the sockets.</summary>
internal static class Listeners
{
    const string Listening = "0A", Unconnected = "07";

    /// <summary>The address that somebody listens on for such a packet; null when nobody does.</summary>
    public static string? Find(Place place, byte protocol, IPAddress address, ushort port)
    {
        string name = protocol == 17 ? "udp" : "tcp", state = protocol == 17 ? Unconnected : Listening;
        foreach (string file in (string[])[name, $"{name}6"])
            foreach (var (local, at) in Read(place, file, state))
                if (at == port && Hears(local, address))
                    return $"{(local.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{local}]" : local)}:{port}";
        return null;
    }

    // A socket for all IPv6 addresses hears IPv4 too, unless it was told not to, which the list does not say.
    static bool Hears(IPAddress local, IPAddress address) =>
        local.Equals(address) || local.Equals(IPAddress.IPv6Any) || local.Equals(IPAddress.Any) && address.AddressFamily == AddressFamily.InterNetwork
        || local.IsIPv4MappedToIPv6 && local.MapToIPv4().Equals(address);

    static IEnumerable<(IPAddress Local, ushort Port)> Read(Place place, string file, string state)
    {
        string text = place.Read(() => SmallFile.Find($"/proc/thread-self/net/{file}")) ?? "";
        foreach (string line in text.Split('\n').Skip(1))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, var found, ..] && found == state)
                yield return (Address(local.Split(':')[0]), ushort.Parse(local.Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    // Words of 32 bits in this machine's order, each in hexadecimal.
    static IPAddress Address(string text)
    {
        var bytes = Convert.FromHexString(text);
        for (int at = 0; at < bytes.Length; at += 4)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)));
        return new IPAddress(bytes);
    }
}
