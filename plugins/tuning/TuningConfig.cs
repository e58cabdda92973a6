using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing;

namespace Plugins.Tuning;

/// <summary>What a chain may say of a link's settings; README.md beside this file has the table.</summary>
internal sealed record TuningConfig : PluginConfig
{
    const string UsualDataDir = "/run/cni/tuning";

    readonly string _mac, _askedMac;
    readonly string? _duplicate;

    public TuningConfig(ConfigObject json) : base(json)
    {
        DataDir = json.String("dataDir") is { Length: > 0 } folder ? folder : UsualDataDir;
        if (!DataDir.StartsWith('/') || DataDir.Split('/').Contains(".."))
            json.Complain("dataDir", $"is {DataDir}, not an absolute path without ..");
        var sysctls = SysctlSetting.ReadAll(json, out _duplicate);
        Sysctls = [.. sysctls, .. SysctlSetting.ReadAll(Args, out string? askedTwice)];
        _duplicate ??= askedTwice;
        _mac = json.String("mac");
        _askedMac = Args.String("mac") is { Length: > 0 } asked ? asked : RuntimeConfig.String("mac");
        Link = LinkSettings.Read(json).OverriddenBy(LinkSettings.Read(Args));
    }

    /// <summary>Where what was there before is kept until DEL.</summary>
    public string DataDir { get; }

    /// <summary>In the order in which they are to be written; of two of the same setting the later counts.</summary>
    public IReadOnlyList<SysctlSetting> Sysctls { get; }

    /// <summary>All but the MAC address, which <see cref="Mac"/> tells.</summary>
    public LinkSettings Link { get; }

    /// <summary>The MAC address of args.cni, of the capability, of CNI_ARGS or of the configuration, whichever is there first.</summary>
    public PhysicalAddress? Mac(CniArgs args)
    {
        string text = _askedMac != "" ? _askedMac : args["MAC"] is { Length: > 0 } given ? given : _mac;
        return text == "" ? null : MacText.Parse(text)
            ?? throw new CniError(CniErrorCode.InvalidConfig, $"invalid args {text} for MAC addr: it is not six bytes such as 02:42:0a:01:00:05");
    }

    protected override IEnumerable<string> OwnProblems()
    {
        if (_duplicate is not null)
            yield return $"duplicated sysctl keys are not allowed: {_duplicate} is there twice";
        foreach (var sysctl in Sysctls)
            if (sysctl.PathFor("eth0") is null)
                yield return $"invalid net sysctl key: \"{sysctl.Key}\"";
    }
}
