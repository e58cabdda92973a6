using Cni;
using Plugins.Shared;

namespace Plugins.Ptp;

/// <summary>What a point-to-point network may say; README.md beside this file has the table.</summary>
internal sealed record PtpConfig : PluginConfig
{
    public PtpConfig(ConfigObject json) : base(json)
    {
        MasqueradeBackend = json.String("ipMasqBackend");
        Mtu = json.FindUInt("mtu") is { } mtu and > 0 ? mtu : null;
    }

    /// <summary>As the configuration has it: "" leaves the choice to <see cref="Masquerading"/>.</summary>
    public string MasqueradeBackend { get; }

    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; }

    /// <summary>Somebody gives out addresses. Only a DEL or a GC goes on without.</summary>
    public bool HasAddresses => Ipam is { Type: not "" };

    protected override IEnumerable<string> OwnProblems()
    {
        if (!HasAddresses)
            yield return "no plugin name provided: ipam.type is missing, and ptp is nothing without addresses";
        if (Masquerading.Problem(MasqueradeBackend) is { } problem)
            yield return problem;
    }
}
