namespace Plugins.Firewall;

/// <summary>Which other containers may begin a conversation with a network's: all, those on the same bridge, or none.</summary>
internal enum IngressPolicy { Open, SameBridge, Isolated }

internal static class IngressPolicies
{
    /// <summary>The policy by its name, "" being open; null for what is none.</summary>
    public static IngressPolicy? Find(string name) => name switch
    {
        "" or "open" => IngressPolicy.Open,
        "same-bridge" => IngressPolicy.SameBridge,
        "isolated" => IngressPolicy.Isolated,
        _ => null,
    };

    public static string Name(this IngressPolicy policy) => policy switch
    {
        IngressPolicy.SameBridge => "same-bridge",
        IngressPolicy.Isolated => "isolated",
        _ => "open",
    };
}
