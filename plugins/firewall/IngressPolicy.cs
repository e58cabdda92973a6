namespace Plugins.Firewall;

/// <summary>
/// Who may begin a conversation with a network's containers: everybody; of containers only those on the same bridge; of containers none; nobody but those
/// on the same bridge, the host, and who goes through a published port.
/// </summary>
internal enum IngressPolicy { Open, SameBridge, Isolated, Published }

internal static class IngressPolicies
{
    /// <summary>The policy by its name, "" being open; null for what is none.</summary>
    public static IngressPolicy? Find(string name) => name switch
    {
        "" or "open" => IngressPolicy.Open,
        "same-bridge" => IngressPolicy.SameBridge,
        "isolated" => IngressPolicy.Isolated,
        "published" => IngressPolicy.Published,
        _ => null,
    };

    public static string Name(this IngressPolicy policy) => policy switch
    {
        IngressPolicy.SameBridge => "same-bridge",
        IngressPolicy.Isolated => "isolated",
        IngressPolicy.Published => "published",
        _ => "open",
    };
}
