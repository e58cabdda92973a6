using System.Buffers;
using System.Text.Json;
using Cni;
using Linux;

namespace Plugins.Dhcp.Daemon;

/// <summary>What the daemon writes down of a lease, for the next daemon.</summary>
internal sealed record KeptLease(DaemonCall Call, ContainerLink Link, LeaseTerms Terms)
{
    public ReadOnlySpan<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Call.WriteTo(json);
            json.WriteString("boot", BootTime.BootId);
            json.WriteString("namespace", ContainerLink.Text(Link.Namespace));
            Terms.WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }

    /// <summary>Null for what is not of this run of the machine, or whose link is not there any more.</summary>
    public static KeptLease? Read(ConfigObject json, DaemonOptions options)
    {
        var call = DaemonCall.ReadLease(json);
        string netns = options.HostPrefix + call.NetNs;
        if (LeaseTerms.Read(json) is not { } terms || json.Problems.Count > 0 || json.String("boot") != BootTime.BootId
            || FileIdentity.Of(netns) is not { } ns || ContainerLink.Text(ns) != json.String("namespace"))
            return null;
        var link = new ContainerLink(netns, ns, call.Key.IfName);
        return link.Exists ? new(call, link, terms) : null;
    }
}
