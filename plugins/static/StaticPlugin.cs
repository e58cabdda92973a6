using Cni;

namespace Plugins.Static;

/// <summary>Gives out the addresses that the configuration, or the runtime, names. It keeps nothing, so nothing is ever to be freed.</summary>
internal sealed class StaticPlugin() : CniPlugin<StaticConfig>(json => new(json))
{
    protected override bool IsAddressPlugin => true;

    protected override CniResult Add(CniCommand command, StaticConfig config) =>
        new() { Ips = config.Addresses(command.Args), Routes = config.Routes, Dns = config.IpamDns };

    protected override void Del(CniCommand command, StaticConfig config) { }

    protected override void Check(CniCommand command, StaticConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        foreach (var wanted in config.Addresses(command.Args))
            if (made.Ips.FirstOrDefault(ip => ip.Address == wanted.Address) is not { } found)
                throw Differs(wanted, command, $"{wanted.Address} is not in the previous result");
            else if (wanted.Gateway is { } gateway && !gateway.Equals(found.Gateway))
                throw Differs(wanted, command, found.Gateway is null ? $"it has no gateway, not {gateway}" : $"its gateway is {found.Gateway}, not {gateway}");
    }

    static CniError Differs(CniAddress wanted, CniCommand command, string how) =>
        new(CniErrorCode.Internal, $"static: Failed to match addr {IpText.Format(wanted.Address.Address)} on interface {command.Attachment.IfName}", how);

    protected override void Gc(CniCommand command, StaticConfig config, IReadOnlySet<AttachmentKey> valid) { }

    /// <summary>There is no pool to run out: only a configuration that is wrong stands in the way of an ADD.</summary>
    protected override void Status(CniCommand command, StaticConfig config) => config.Addresses(command.Args);
}
