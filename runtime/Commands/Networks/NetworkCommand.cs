using System.CommandLine;

namespace Hull.Commands.Networks;

/// <summary>hull network: networks of containers, and who is in them.</summary>
internal static class NetworkCommand
{
    public static Command Create() => new("network", "Makes networks, which are files in /etc/cni/net.d, and puts containers into them.")
    {
        NetworkCreate.Create(), NetworkLs.Create(), NetworkInspect.Create(), NetworkRm.Create(), NetworkPrune.Create(), NetworkConnect.Create(),
        NetworkDisconnect.Create(), NetworkReload.Create(), NetworkCheck.Create(), NetworkGc.Create(),
    };
}
