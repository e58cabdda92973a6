using Cni;
using Plugins.Shared;

namespace Plugins.Dummy;

/// <summary>What a dummy network may say; README.md beside this file has the table.</summary>
internal sealed record DummyConfig : ContainerLinkConfig
{
    public DummyConfig(ConfigObject json) : base(json) { }

    protected override IEnumerable<string> OwnProblems()
    {
        if (!HasAddresses)
            yield return "dummy interface requires an IPAM configuration";
    }
}
