using System.Buffers;
using System.Net;
using System.Text.Json;
using Cni;
using Hull.Containers;
using Linux;
using Netlink.Routing;

namespace Hull.Network;

/// <summary>Makes a container's namespace and, by the CNI plugins of its network, what is in it; and takes both away.</summary>
internal static class ContainerNetwork
{
    const string IfName = "eth0";

    /// <summary>The addresses that the container got.</summary>
    public static IReadOnlyList<IPAddress> Attach(Container container, Journal journal)
    {
        if (container.OwnNamespace is not { } name)
            return [];
        journal.Namespace();
        NamedNamespaces.Add(name);
        SetLoopbackUp(name);
        if (!container.HasNetwork)
            return [];

        journal.Network();
        var result = Plugins().Add(Configuration(container), AttachmentOf(container), Options(container));
        return [.. result.Ips.Select(ip => ip.Address.Address)];
    }

    /// <summary>That there is nothing (any more) is as good.</summary>
    public static void Detach(Container container)
    {
        if (File.Exists(container.Files.Conflist))
            Plugins().Del(Configuration(container), AttachmentOf(container), Options(container));
    }

    static Runtime Plugins() => new(PluginEnvironment.Folders);

    static NetworkList Configuration(Container container) =>
        NetworkList.Parse(File.ReadAllBytes(container.Files.Conflist), container.Files.Conflist);

    // After a restart of the machine the namespace is gone, and DEL is to be called without.
    static Attachment AttachmentOf(Container container)
    {
        string path = NamedNamespaces.PathOf(container.OwnNamespace!);
        return new(container.Id, File.Exists(path) ? path : "", IfName);
    }

    static AttachOptions Options(Container container) => container.Ports.Count == 0 ? AttachOptions.None : new()
    {
        Capabilities = new Dictionary<string, JsonElement> { ["portMappings"] = PortMappings(container.Ports) },
    };

    // CNI conventions, "portMappings".
    static JsonElement PortMappings(IReadOnlyList<PublishedPort> ports)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var port in ports)
            {
                json.WriteStartObject();
                json.WriteNumber("hostPort", port.HostPort);
                json.WriteNumber("containerPort", port.ContainerPort);
                json.WriteString("protocol", port.Protocol);
                if (port.Address is not null)
                    json.WriteString("hostIP", port.Address.ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        using var parsed = JsonDocument.Parse(buffer.WrittenMemory);
        return parsed.RootElement.Clone();
    }

    static void SetLoopbackUp(string name)
    {
        using var ns = NamedNamespaces.Open(name);
        using var routes = RouteSocket.Open(ns);
        routes.Links.SetUp(routes.Links.Get("lo"));
    }
}
