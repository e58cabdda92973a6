using System.Text.Json;
using Cni;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>
/// The networks that a container is to have or has, each as two files in its store: what it asked for, and the network's configuration as it was then, which is
/// what DEL is called with, whatever /etc/cni says by then.
/// </summary>
internal sealed class NetworkFiles(Container container)
{
    const string Asked = ".json", Conflist = ".conflist";

    string Folder => $"{container.Files.Store}/networks";

    /// <summary>In the order of their interfaces: eth2 before eth10.</summary>
    public IReadOnlyList<NetworkUse> All()
    {
        // One with a dot is a draft that a kill has left.
        var files = (Linux.Folder.Names(Folder) ?? []).FindAll(name => name.EndsWith(Asked, StringComparison.Ordinal) && name[0] != '.');
        return [.. InOrder(files, name => name).Select(name => Read($"{Folder}/{name}"))];
    }

    /// <summary>In the order of their interfaces.</summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> networks, Func<T, string> name) => [.. networks.OrderBy(one => name(one).Length).ThenBy(name, StringComparer.Ordinal)];

    static NetworkUse Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return NetworkUse.Read(json.RootElement);
    }

    public NetworkUse? Find(string ifName) => File.Exists($"{Folder}/{ifName}{Asked}") ? Read($"{Folder}/{ifName}{Asked}") : null;

    public NetworkList Configuration(NetworkUse use)
    {
        string file = $"{Folder}/{use.IfName}{Conflist}";
        return NetworkList.Parse(File.ReadAllBytes(file), file);
    }

    public void Save(NetworkUse use, ReadOnlySpan<byte> conflist)
    {
        Linux.Folder.Ensure(Folder, ContainerFiles.RootOnly);
        AtomicFile.Write($"{Folder}/{use.IfName}{Conflist}", conflist, 0x180 /* 0600 */, flush: false, $"{Folder}/.{use.IfName}{Conflist}");
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            use.WriteTo(json);
        AtomicFile.Write($"{Folder}/{use.IfName}{Asked}", stream.ToArray(), 0x180 /* 0600 */, flush: false, $"{Folder}/.{use.IfName}{Asked}");
    }

    public void Delete(NetworkUse use)
    {
        SmallFile.Remove($"{Folder}/{use.IfName}{Asked}");
        SmallFile.Remove($"{Folder}/{use.IfName}{Conflist}");
    }
}
