namespace Cni;

/// <summary>Where plugins are: the first directory of CNI_PATH that has a file of the plugin's name.</summary>
internal static class PluginFiles
{
    public static string Find(string type, IReadOnlyList<string> directories)
    {
        if (type == "" || type.Contains('/') || type is "." or "..")
            throw new CniError(CniErrorCode.InvalidConfig, $"invalid plugin name: {type}");
        if (directories.Count == 0)
            throw new CniError(CniErrorCode.InvalidEnvironment, "no paths provided");
        foreach (string directory in directories)
            if (Path.Combine(directory, type) is var file && File.Exists(file))
                return file;
        throw new CniError(CniErrorCode.InvalidConfig, $"failed to find plugin \"{type}\" in path [{string.Join(' ', directories)}]");
    }
}
