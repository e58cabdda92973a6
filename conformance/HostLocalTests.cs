using Tests;
using Xunit;

namespace Conformance;

/// <summary>host-local against the reference: the same addresses in the same order, and the same bytes on disk.</summary>
public class HostLocalTests
{
    public static TheoryData<string, string> References()
    {
        var data = new TheoryData<string, string>();
        foreach (string reference in PluginFolder.References)
            foreach (string version in PluginFolder.VersionsOf(reference))
                data.Add(reference, version);
        return data;
    }

    [Theory, MemberData(nameof(References))]
    public void Leases_are_the_references_byte_for_byte(string reference, string version) => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(reference);
        string their = Networks.HostLocal(version, "/var/lib/cni/theirs"), our = Networks.HostLocal(version, "/var/lib/cni/ours");
        lab.Namespace("pod");

        foreach (string container in (string[])["c1", "c2", "c3"])
            Results.AssertSame(theirs.Add(their, container), PluginFolder.Ours.Add(our, container));
        theirs.Del(their, "c2");
        PluginFolder.Ours.Del(our, "c2");
        Results.AssertSame(theirs.Add(their, "c4"), PluginFolder.Ours.Add(our, "c4"));

        bool withModes = reference == PluginFolder.Newer;   // version 1.1.1 lets everyone read a lease
        Assert.Equal(Leases(lab, "theirs", withModes), Leases(lab, "ours", withModes));
    });

    [Theory, MemberData(nameof(References))]
    public void Either_goes_on_where_the_other_stopped(string reference, string version) => Lab.Run(lab =>
    {
        var (ours, theirs) = (PluginFolder.Ours, PluginFolder.Reference(reference));
        string config = Networks.HostLocal(version, "/var/lib/cni/networks");
        lab.Namespace("pod");

        string[] addresses = [.. new[] { ours, theirs, ours, theirs }.Select((plugins, i) => $"{plugins.Add(config, $"c{i}")["ips"]![0]!["address"]}")];
        Assert.Equal(["10.22.0.5/24", "10.22.0.6/24", "10.22.0.7/24", "10.22.0.8/24"], addresses);

        theirs.Del(config, "c0");
        ours.Del(config, "c1");
        theirs.Del(config, "c2");
        ours.Del(config, "c3");
        Assert.Equal("", lab.Tool("cd /var/lib/cni/networks/net && find . -name '10.*' -o -name 'fd*'"));
        Assert.Equal("10.22.0.9/24", $"{ours.Add(config, "c5")["ips"]![0]!["address"]}");
    });

    // What is ours alone begins with a dot.
    static string Leases(Lab lab, string dataDir, bool withModes) =>
        lab.Tool($$"""cd /var/lib/cni/{{dataDir}}/net && find . -type f ! -path '*/.*' -printf '%p {{(withModes ? "%m" : "")}} ' -exec od -An -c {} ';' -printf '\n' | sort""");
}
