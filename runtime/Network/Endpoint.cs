using System.Text;
using Hull.Containers;
using Linux;

namespace Hull.Network;

/// <summary>A container's place in a network. CNI knows it by both their names; docker has an id for it, which is made of them here.</summary>
internal static class Endpoint
{
    public static string IdOf(Container container, KnownNetwork network)
    {
        var hash = new Sha256();
        hash.Append(Encoding.ASCII.GetBytes($"{container.Id} {network.Id}"));
        return Convert.ToHexStringLower(hash.Finish());
    }
}
