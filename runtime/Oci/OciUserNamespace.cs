using System.Text.Json;
using Hull.Bundle;
using Hull.Monitor;
using Linux;

namespace Hull.Oci;

/// <summary>The user namespace of somebody else's bundle: a new one with the bundle's ids. The files are seen as they lie there: whoever wrote the bundle has seen to whose they are.</summary>
internal static class OciUserNamespace
{
    public static void Check(string path, BundleConfig config, JsonElement root)
    {
        HullException Wrong(string what) => new($"{path}: {what}", exitCode: 1);
        bool isMapped = config.UserIds.Count + config.GroupIds.Count > 0;
        if (config.Namespaces.FirstOrDefault(ns => ns.Type == "user") is not { } user)
        {
            if (isMapped)
                throw Wrong("linux.uidMappings and gidMappings are for a user namespace, and linux.namespaces has none");
        }
        else if (user.Path != "")
            throw Wrong("linux.namespaces: a user namespace that is there already is not supported by hull, only a new one");
        else if (IdMap.Outwards(config.UserIds, 0) is null || IdMap.Outwards(config.GroupIds, 0) is null)
            throw Wrong("linux.uidMappings and gidMappings need a line for id 0, as which the container is made");
        if (!root.TryGetProperty("mounts", out var mounts))
            return;
        foreach (var mount in mounts.EnumerateArray())
            if (mount.TryGetProperty("uidMappings", out _) || mount.TryGetProperty("gidMappings", out _))
                throw Wrong($"mounts: ids of {mount.GetProperty("destination").GetString()}'s own are not supported by hull");
        if (!isMapped && config.Mounts.FirstOrDefault(mount => mount.Options.Contains("idmap") || mount.Options.Contains("ridmap")) is { } mapped)
            throw Wrong($"mounts: {mapped.Destination} is to be seen with other ids, and there is no user namespace");
    }

    /// <summary>Null for a bundle without.</summary>
    public static FileDescriptor? Make(BundleConfig config) => config.Has("user") ? UserNamespace.Make(config.UserIds, config.GroupIds) : null;
}
