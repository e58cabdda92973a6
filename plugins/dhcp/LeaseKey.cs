using System.Text;
using Cni;
using Plugins.Shared;

namespace Plugins.Dhcp;

/// <summary>Whose a lease is: a container's interface in a network.</summary>
internal sealed record LeaseKey(string Network, string ContainerId, string IfName)
{
    const int LongestOption = 254, LongestPart = 100;

    public static LeaseKey Of(PluginConfig config, Attachment at) => new(config.Name, at.ContainerId, at.IfName);

    public AttachmentKey Attachment => new(ContainerId, IfName);

    /// <summary>
    /// What the server knows the client by, unless the configuration provides another: the reference plugin's, so that the address stays when one follows the
    /// other. The first byte says that the rest is no hardware address.
    /// </summary>
    public byte[] ClientIdentifier
    {
        get
        {
            var text = Encoding.UTF8.GetBytes(ToString());
            return [0, .. text.AsSpan(0, Math.Min(text.Length, LongestOption))];
        }
    }

    /// <summary>The name of the file that the lease is kept in. None of the three parts can have a colon in it.</summary>
    public string FileName => $"{Owner.Shorten(Network, LongestPart)}:{Owner.Shorten(ContainerId, LongestPart)}:{IfName}";

    public override string ToString() => $"{ContainerId}/{Network}/{IfName}";
}
