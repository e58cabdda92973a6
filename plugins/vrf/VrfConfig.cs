using Cni;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Vrf;

/// <summary>What a chain may say of a VRF; README.md beside this file has the table.</summary>
internal sealed record VrfConfig : PluginConfig
{
    public VrfConfig(ConfigObject json) : base(json)
    {
        VrfName = json.String("vrfname");
        Table = json.FindUInt("table") is { } table and > 0 ? table : null;
    }

    /// <summary>The VRF's, in the container.</summary>
    public string VrfName { get; }

    /// <summary>The VRF's routing table; null for whichever is free.</summary>
    public uint? Table { get; }

    protected override IEnumerable<string> OwnProblems()
    {
        if (VrfName == "")
            yield return "configuration is expected to have a valid vrf name";
        else if (!LinkName.IsValid(VrfName))
            yield return $"vrfname is \"{VrfName}\", not a name that a link can have (1 to 15 bytes, no slash, colon or space)";
        if (Table is Route.MainTable or Route.LocalTable)
            yield return $"table is {Table}, which is everybody's, not a VRF's";
    }
}
