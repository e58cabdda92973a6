using System.Collections;

namespace Cni;

/// <summary>
/// The environment a plugin is run with: ours, as libcni has it (a plugin of another maker may need what is set there), and the variables of this call.
/// </summary>
internal static class PluginEnvironment
{
    // Ours are another's call: what is meant for plugins is set below. The override is for whoever really means the host.
    static bool IsOfACall(string name) => name.StartsWith("CNI_", StringComparison.Ordinal) && name != "CNI_NETNS_OVERRIDE";

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
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (!IsOfACall((string)variable.Key))
                variables.Add($"{variable.Key}={variable.Value}");
        return variables;
    }
}
