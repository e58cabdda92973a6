using Linux;

namespace Cni;

/// <summary>
/// The runtime's side of the specification, as libcni has it: runs the chain of a network's plugins and keeps the result.
/// A container must be given to one operation at a time.
/// </summary>
public sealed class Runtime(IReadOnlyList<string> pluginPath, string cacheDirectory = "/var/lib/cni")
{
    readonly ResultCache _cache = new(cacheDirectory);

    /// <summary>Attaches a container: every plugin in order, each told the result of the one before.</summary>
    /// <exception cref="CniError">What the first plugin to fail said. Everything was taken away again.</exception>
    public CniResult Add(NetworkList network, Attachment at, AttachOptions options)
    {
        CniNames.CheckContainerId(at.ContainerId);
        CniNames.CheckNetworkName(network.Name);
        CniNames.CheckIfName(at.IfName);
        using var undo = new Undo();
        CniResult? result = null;
        foreach (var plugin in network.Plugins)
        {
            undo.Add(() => Delete(network, plugin, at, options, made: null));   // one that fails does not keep the others from it
            var request = new PluginRequest(network, plugin) { PrevResult = result, Capabilities = options.Capabilities };
            result = Explained(plugin, network, "add", () =>
                PluginProcess.ReadResult(Run(CniVerb.Add, request, at, options), network.CniVersion));
        }
        _cache.Write(network, at, options, result!);
        undo.Complete();
        return result!;
    }

    /// <summary>Detaches a container: every plugin in reverse order, each told the result of the ADD. That nothing is attached is success.</summary>
    /// <exception cref="CniError">What the first plugin to fail said. The result is kept, for another try.</exception>
    public void Del(NetworkList network, Attachment at, AttachOptions options)
    {
        var result = network.CniVersion.HasCheck ? FindForDel(network, at) : null;
        foreach (var plugin in network.Plugins.Reverse())
            Delete(network, plugin, at, options, result);
        _cache.Remove(network, at);
    }

    void Delete(NetworkList network, NetworkPlugin plugin, Attachment at, AttachOptions options, CniResult? made)
    {
        var request = new PluginRequest(network, plugin) { PrevResult = made, Capabilities = options.Capabilities };
        Explained(plugin, network, "delete", () => Run(CniVerb.Del, request, at, options));
    }

    // What cannot be read must not keep a container from being taken away.
    CniResult? FindForDel(NetworkList network, Attachment at)
    {
        try
        {
            return _cache.Find(network, at);
        }
        catch (CniError e)
        {
            Stdio.WriteError($"deleting without the result of the ADD: {e.Message}");
            return null;
        }
    }

    /// <summary>Throws what the first plugin says that finds the attachment not as it was made.</summary>
    public void Check(NetworkList network, Attachment at, AttachOptions options)
    {
        if (!network.CniVersion.HasCheck)
            throw new CniError(CniErrorCode.IncompatibleVersion,
                $"configuration version \"{network.CniVersion}\" does not support the CHECK command");
        if (network.DisableCheck)
            return;
        var result = _cache.Find(network, at);
        foreach (var plugin in network.Plugins)
            Run(CniVerb.Check, new(network, plugin) { PrevResult = result, Capabilities = options.Capabilities }, at, options);
    }

    /// <summary>Throws what the first plugin says that could not do an ADD now.</summary>
    public void Status(NetworkList network)
    {
        if (!network.CniVersion.HasGc)
            return;
        foreach (var plugin in network.Plugins)
            Run(CniVerb.Status, new(network, plugin), null, AttachOptions.None);
    }

    /// <summary>
    /// Takes away every attachment of the network that is not among the valid ones. Must not run beside an ADD or DEL of this network.
    /// </summary>
    /// <exception cref="CniError">All that failed; what could be done was done.</exception>
    public void Gc(NetworkList network, IReadOnlySet<AttachmentKey> valid)
    {
        var failures = new List<string>();
        if (!network.DisableGc)
            foreach (var stale in _cache.List(network.Name))
                if (!valid.Contains(stale.Attachment.Key))
                    Collect(failures, () => Del(network, stale.Attachment, AttachOptions.None));
        if (network.CniVersion.HasGc)
            foreach (var plugin in network.Plugins)
                Collect(failures, () => Explained(plugin, network, "gc", () =>
                    Run(CniVerb.Gc, new(network, plugin) { Valid = valid }, null, AttachOptions.None)));
        if (failures.Count > 0)
            throw new CniError(CniErrorCode.Internal, string.Join("; ", failures));
    }

    static void Collect(List<string> failures, Action work)
    {
        try
        {
            work();
        }
        catch (CniError e)
        {
            failures.Add(e.Sentence);
        }
    }

    /// <summary>What the ADD of an attachment answered; null when it is not attached.</summary>
    public CniResult? Find(NetworkList network, Attachment at) => _cache.Find(network, at);

    byte[] Run(CniVerb verb, PluginRequest request, Attachment? at, AttachOptions options) => PluginProcess.Run(
        PluginFiles.Find(request.Plugin.Type, pluginPath), PluginEnvironment.For(verb, at, options, pluginPath), request.ToJson());

    static T Explained<T>(NetworkPlugin plugin, NetworkList network, string doing, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            var error = CniError.From(e);
            throw new CniError(error.Code, $"plugin type=\"{plugin.Type}\" name=\"{network.Name}\" failed ({doing}): {error.Message}", error.Details);
        }
    }
}
