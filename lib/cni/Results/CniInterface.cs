using System.Text.Json;

namespace Cni;

/// <summary>A link of the result: one on the host, or, with a sandbox (the path of its namespace), one in the container.</summary>
public sealed record CniInterface(string Name, string Mac = "", string Sandbox = "")
{
    public uint? Mtu { get; init; }
    public string SocketPath { get; init; } = "";
    public string PciId { get; init; } = "";

    internal static CniInterface Read(ConfigObject json) => new(json.String("name"), json.String("mac"), json.String("sandbox"))
    {
        Mtu = json.FindUInt("mtu"),
        SocketPath = json.String("socketPath"),
        PciId = json.String("pciID"),
    };

    internal void WriteTo(Utf8JsonWriter json, CniVersion version)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteUnlessEmpty("mac", Mac);
        json.WriteUnlessEmpty("sandbox", Sandbox);
        if (version.Major >= 1)
        {
            json.WriteUnlessNull("mtu", Mtu is 0 ? null : Mtu);
            json.WriteUnlessEmpty("socketPath", SocketPath);
            json.WriteUnlessEmpty("pciID", PciId);
        }
        json.WriteEndObject();
    }
}
