using Xunit;

namespace Tests.Commands;

/// <summary>What every plugin of the one executable has in common.</summary>
public class PluginBinaryTests
{
    public static TheoryData<string> Names => [.. Plugins.Catalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Version_is_answered_as_the_reference_answers_it(string name)
    {
        var outcome = Shell.Run(Binaries.Plugin(name), "", ("CNI_COMMAND", "VERSION"));

        Assert.Equal($$"""{"cniVersion":"1.1.0","supportedVersions":["{{string.Join("\",\"", VersionsOf(name))}}"]}""", outcome.Out);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Err));
    }

    // Three are of no use without what came with a version, and say so as the reference's do.
    static string[] VersionsOf(string name)
    {
        string[] versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"];
        return versions[Array.IndexOf(versions, name switch { "bandwidth" => "0.3.0", "vrf" => "0.3.1", "firewall" => "0.4.0", _ => "0.1.0" })..];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Version_opens_nothing_and_reads_nothing(string name)
    {
        var trace = Shell.Run($"strace -f -e trace=read,socket,openat {Binaries.Plugin(name)}", "", ("CNI_COMMAND", "VERSION"));

        Assert.DoesNotContain("read(0", trace.Err);
        Assert.DoesNotContain("socket(", trace.Err);
        // What the runtime itself looks at when it starts is all there is.
        Assert.DoesNotContain(trace.Err.Split('\n'), line => line.Contains("openat(") && !line.Contains("\"/proc/") && !line.Contains("\"/sys/"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_command_it_tells_a_person_what_it_is(string name)
    {
        var outcome = Shell.Run(Binaries.Plugin(name));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Out));
        Assert.Equal($"CNI {name} plugin 0.1.0\nCNI protocol versions supported: {string.Join(", ", VersionsOf(name))}", outcome.Err);
    }

    [Fact]
    public void Under_a_name_it_does_not_know_it_lists_those_it_does()
    {
        var outcome = Shell.Run(Binaries.Plugin("cni-plugins"), "", ("CNI_COMMAND", "ADD"));

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.StartsWith($"cni-plugins is none of the plugins in this file: {string.Join(' ', Plugins.Catalog.Names)}.", outcome.Err);
    }

    [Fact]
    public void A_script_around_a_plugin_that_names_itself_for_addresses_is_refused_and_not_started_for_ever() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool($"mkdir /run/wrapped; printf '#!/bin/sh\necho >>/run/starts\nexec {Binaries.Plugin("bridge")}\n' >/run/wrapped/bridge; chmod +x /run/wrapped/bridge");

        var refusal = lab.Try("/run/wrapped/bridge", """{"cniVersion":"1.0.0","name":"net","type":"bridge","ipam":{"type":"bridge"}}""",
            ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c1"), ("CNI_NETNS", "/run/netns/pod"), ("CNI_IFNAME", "eth0"), ("CNI_PATH", "/run/wrapped"));

        Assert.Contains("ipam.type is bridge, which is no address plugin: it asks for one itself", refusal.Out);
        Assert.Equal("3", lab.Tool("wc -l </run/starts"));   // one that asked, one that was asked, and the DEL after an ADD that failed
        Assert.Equal("", refusal.Err);
        Assert.DoesNotContain("veth", lab.Tool("ip -br link"));
    });
}
