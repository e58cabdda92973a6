namespace Hull.Network;

/// <summary>Where the CNI plugins are, and all that a plugin gets of our environment.</summary>
internal static class PluginEnvironment
{
    const string Installed = "/opt/cni/bin", Variable = "CNI_PATH";

    /// <summary>What CNI_PATH says, else the folder "cni" beside this executable, else where everybody's are.</summary>
    public static IReadOnlyList<string> Folders
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
                return [.. given.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)];
            string beside = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath) ?? "/", "cni");
            return [Directory.Exists(beside) ? beside : Installed];
        }
    }

    /// <summary>For a process that is to run plugins: plugins of other makers may need tools, which are found by PATH.</summary>
    public static IReadOnlyList<string> Variables =>
        ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"{Variable}={string.Join(':', Folders)}"];
}
