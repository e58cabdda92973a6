using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>
/// A detour for packets that come in: a filter sends them out by it, through its queueing discipline, and then they come in where they did before.
/// </summary>
public sealed record IfbLink(string Name) : LinkSpec(Name)
{
    public override string Kind => "ifb";

    private protected override void WriteData(MessageWriter to) { }
}
