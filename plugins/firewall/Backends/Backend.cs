namespace Plugins.Firewall.Backends;

/// <summary>One way of letting a container past the host's firewall.</summary>
internal abstract class Backend(ContainerWall wall)
{
    protected ContainerWall Wall { get; } = wall;

    /// <summary>Lets the container past, and keeps others from it; all of it or nothing.</summary>
    public abstract void Add();

    /// <summary>Throws what is missing.</summary>
    public abstract void Check();

    /// <summary>The backend of that name; what is no backend's name leaves the choice to the machine.</summary>
    public static Backend Of(string name, ContainerWall wall) => name switch
    {
        FirewallConfig.Nftables => new NftBackend(wall),
        FirewallConfig.Iptables => new IptablesBackend(wall),
        FirewallConfig.Firewalld => new FirewalldBackend(wall),
        _ => new BackendThatIsThere(wall),
    };

    /// <summary>Why the backend cannot be used here; null when it can.</summary>
    public static string? Problem(string name) => name switch
    {
        FirewallConfig.Nftables => NftBackend.Problem(),
        FirewallConfig.Iptables => IptablesFirewall.Problem(),
        FirewallConfig.Firewalld => FirewalldZone.Problem(),
        _ => BackendThatIsThere.Problem(),
    };
}
