using System.Diagnostics;
using System.Text;
using Linux;

namespace Cni;

/// <summary>
/// The runtime's side of the specification, as libcni has it: runs the chain of a network's plugins and keeps the result.
/// A container must be given to one operation at a time; that GC is alone with its network is seen to here.
/// </summary>
public sealed class Runtime(IReadOnlyList<string> pluginPath, string cacheDirectory = "/var/lib/cni")
{
    readonly ResultCache _cache = new(cacheDirectory);

    /// <summary>Who is told of each call of a plugin when it has been answered; null for nobody.</summary>
    public Action<PluginCall>? Onlooker { get; init; }

    /// <summary>Attaches a container: every plugin in order, each told the result of the one before.</summary>
    /// <exception cref="CniError">What the first plugin to fail said. Everything was taken away again.</exception>
    public CniResult Add(NetworkList network, Attachment at, AttachOptions options)
    {
        CheckNames(at);
        using var held = NetworkLock.Share(network);
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
        CheckNames(at);
        using var held = NetworkLock.Share(network);
        DelAlone(network, at, options);
    }

    void DelAlone(NetworkList network, Attachment at, AttachOptions options)
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
        CheckNames(at);
        using var held = NetworkLock.Share(network);
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

    /// <summary>Takes away every attachment of the network that is not among the valid ones.</summary>
    /// <exception cref="CniError">All that failed; what could be done was done.</exception>
    public void Gc(NetworkList network, IReadOnlySet<AttachmentKey> valid) => Gc(network, valid, _ => false);

    /// <summary>
    /// The same where nobody has a list of all that is valid: an attachment that is kept here is asked about, when no ADD can add to them any more.
    /// </summary>
    /// <returns>The attachments that were taken away.</returns>
    public IReadOnlyList<CachedAttachment> Gc(NetworkList network, IReadOnlySet<AttachmentKey> valid, Func<CachedAttachment, bool> isAlive)
    {
        using var held = NetworkLock.Alone(network);
        var kept = _cache.List(network.Name);
        var living = kept.Where(isAlive).Select(cached => cached.Attachment.Key).Concat(valid).ToHashSet();
        var stale = network.DisableGc ? [] : kept.Where(cached => !living.Contains(cached.Attachment.Key)).ToList();
        var failures = new List<string>();
        foreach (var (_, at, options, _) in stale)
            Collect(failures, $"failed to delete stale attachment {at.ContainerId} {at.IfName}", () => DelAlone(network, at, options));
        if (network.CniVersion.HasGc)
            foreach (var plugin in network.Plugins)
                Collect(failures, $"failed to GC plugin {plugin.Type}", () =>
                    Run(CniVerb.Gc, new(network, plugin) { Valid = living }, null, AttachOptions.None));
        return failures.Count == 0 ? stale : throw new CniError(CniErrorCode.Internal, string.Join("; ", failures));
    }

    static void Collect(List<string> failures, string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            failures.Add($"{what}: {CniError.From(e).Sentence}");
        }
    }

    /// <summary>What the ADD of an attachment answered; null when it is not attached.</summary>
    public CniResult? Find(NetworkList network, Attachment at) => _cache.Find(network, at);

    /// <summary>Every attachment to a network that was made by this runtime, or by another that keeps results as libcni does.</summary>
    public IReadOnlyList<CachedAttachment> Attachments(string network) => _cache.List(network);

    // The network's own was checked when it was read.
    static void CheckNames(Attachment at)
    {
        CniNames.CheckContainerId(at.ContainerId);
        CniNames.CheckIfName(at.IfName);
    }

    byte[] Run(CniVerb verb, PluginRequest request, Attachment? at, AttachOptions options)
    {
        var input = request.ToJson();
        long start = Stopwatch.GetTimestamp();
        string answer = "";
        try
        {
            var output = PluginProcess.Run(PluginFiles.Find(request.Plugin.Type, pluginPath), PluginEnvironment.For(verb, at, options, pluginPath), input);
            if (Onlooker is not null)
                answer = Encoding.UTF8.GetString(output);
            return output;
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            answer = CniError.From(e).Sentence;
            throw;
        }
        finally
        {
            Onlooker?.Invoke(new(request.Plugin.Type, verb.Text(), at, input, answer, Stopwatch.GetElapsedTime(start)));
        }
    }

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
