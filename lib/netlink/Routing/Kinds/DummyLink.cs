using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A link that leads nowhere, to hold addresses.</summary>
public sealed record DummyLink(string Name) : LinkSpec(Name)
{
    public override string Kind => "dummy";

    private protected override void WriteData(MessageWriter to) { }
}
