using Cni;

namespace Hull.Network;

/// <summary>What the plugins of networks hold for nobody any more: of several containers that end at once none may know that it is the last on its bridge.</summary>
internal static class NetworkGarbage
{
    /// <summary>Has it freed, in all networks. What lives is kept, whoever made it. Returns the attachments that were taken away.</summary>
    public static IEnumerable<(string Network, Attachment Gone)> Collect() => KnownNetwork.All().SelectMany(Collect);

    /// <summary>The same in the networks that are hull's, as far as their plugins are there.</summary>
    public static IEnumerable<(string Network, Attachment Gone)> CollectOwn() =>
        KnownNetwork.All().Where(network => (network.File is not null || network.IsPreset) && HasPlugins(network)).SelectMany(Collect);

    static bool HasPlugins(KnownNetwork network) =>
        network.Configuration is { } list && list.Plugins.All(plugin => PluginEnvironment.Folders.Any(folder => File.Exists(Path.Combine(folder, plugin.Type))));

    static IEnumerable<(string Network, Attachment Gone)> Collect(KnownNetwork network) => network.Configuration is null ? [] :
        ContainerNetwork.Plugins().Gc(network.Configuration, new HashSet<AttachmentKey>(), cached => ContainerNetwork.IsAlive(cached.Attachment))
            .Select(gone => (network.Name, gone.Attachment));
}
