namespace Cni;

/// <summary>The environment a plugin is run with: the variables of the specification, and of ours only what a plugin can have use for.</summary>
internal static class PluginEnvironment
{
    // The last three are the W3C's trace context, which newer runtimes hand through.
    static readonly string[] s_inherited = ["PATH", "CNI_NETNS_OVERRIDE", "TRACEPARENT", "TRACESTATE", "BAGGAGE"];

    public static IReadOnlyList<string> For(CniVerb verb, Attachment? at, AttachOptions options, IReadOnlyList<string> pluginPath)
    {
        var variables = new List<string>
        {
            $"CNI_COMMAND={verb.Text()}",
            $"CNI_CONTAINERID={at?.ContainerId}",
            $"CNI_NETNS={at?.NetNs}",
            $"CNI_IFNAME={at?.IfName}",
            $"CNI_ARGS={string.Join(';', options.Args.Select(pair => $"{pair.Key}={pair.Value}"))}",
            $"CNI_PATH={string.Join(':', pluginPath)}",
        };
        foreach (string name in s_inherited)
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables.Add($"{name}={value}");
        return variables;
    }
}
