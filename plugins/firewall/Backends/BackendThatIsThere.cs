using Cni;
using Linux;
using Netfilter.Iptables;

namespace Plugins.Firewall.Backends;

/// <summary>What the machine has: firewalld if it runs, else iptables, and nftables where there are no iptables that work.</summary>
internal sealed class BackendThatIsThere(ContainerWall wall) : Backend(wall)
{
    // That iptables cannot be used is found out by using them: to ask takes a process.
    public override void Add()
    {
        if (FirewalldZone.Problem() is null)
            new FirewalldBackend(Wall).Add();
        else if (!IptablesFirewall.IsInstalled && NftBackend.Problem() is null)
            new NftBackend(Wall).Add();
        else
            try
            {
                new IptablesBackend(Wall).Add();
            }
            catch (IptablesException) when (IptablesFirewall.Problem() is not null && NftBackend.Problem() is null)
            {
                new NftBackend(Wall).Add();
            }
    }

    // Ours is in nftables, or it would have a record; what the reference plugin has made is where that chose to make it.
    public override void Check()
    {
        try
        {
            new NftBackend(Wall).Check();
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            if (FirewalldZone.Problem() is null)
                new FirewalldBackend(Wall).CheckZone();
            else if (IptablesFirewall.IsInstalled)
                new IptablesBackend(Wall).Check();
            else
                throw;
        }
    }

    /// <summary>Why none of them can be used; null when one can.</summary>
    public static string? Problem() =>
        FirewalldZone.Problem() is null ? null : IptablesFirewall.Problem() is { } reason && NftBackend.Problem() is not null ? reason : null;
}
