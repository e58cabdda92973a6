using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>
/// The container's end of a link: which container, in which namespace (a path; "" when a late DEL has none any more), under which name.
/// </summary>
public sealed record Attachment(string ContainerId, string NetNs, string IfName)
{
    /// <summary>What tells this attachment from every other one of its network.</summary>
    public AttachmentKey Key => new(ContainerId, IfName);

    /// <summary>Opens the container's namespace, for ADD and CHECK.</summary>
    public NetNamespace OpenNetNs() => FindNetNs() ??
        throw new CniError(CniErrorCode.InvalidNetNs, $"CNI_NETNS is {NetNs}, where no network namespace is");

    /// <summary>Opens the container's namespace, for DEL: null when it is gone.</summary>
    public NetNamespace? FindNetNs() => NetNs == "" ? null : NetNamespace.Find(NetNs);
}

/// <summary>An attachment as GC names it.</summary>
public sealed record AttachmentKey(string ContainerId, string IfName)
{
    /// <summary>As a list of a document's, with the specification's names.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<AttachmentKey> keys)
    {
        json.WriteStartArray(name);
        foreach (var (containerId, ifName) in keys)
        {
            json.WriteStartObject();
            json.WriteString("containerID", containerId);
            json.WriteString("ifname", ifName);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
