using Tests;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Clients;

/// <summary>podman with our plugins beside podman with the reference's, by the same commands.</summary>
public class PodmanBesideTests(ITestOutputHelper output)
{
    [Fact]
    public void Containers_that_end_in_every_way_leave_nothing_and_never_more_than_with_the_references()
    {
        string[] theirs = LeftAfterAll(PluginFolder.Reference(PluginFolder.Newer)), ours = LeftAfterAll(PluginFolder.Ours);

        output.WriteLine($"left with the reference's plugins: {theirs.Length}\n{string.Join('\n', theirs)}");
        Assert.Equal([], ours);
        Assert.True(ours.Length <= theirs.Length);
    }

    static string[] LeftAfterAll(PluginFolder plugins)
    {
        string[] left = [];
        Podman.Run(plugins.Path, (podman, lab) =>
        {
            podman.Tool("podman network create --subnet 10.89.0.0/24 n1 && podman network create --opt isolate=true --subnet 10.89.1.0/24 n2");
            podman.Once("", "true");
            podman.TryOnce("--network n1", "false");
            podman.Serve("web", "--network n1 --publish 1314:80");
            podman.Serve("shop", "--network n2 --publish 1315:80/udp");
            podman.Tool("podman network connect n2 web && podman network disconnect n2 web");
            podman.Tool("podman kill web && podman start web && podman stop --time 0 shop && podman start shop");
            podman.Tool("podman rm --force --time 0 web");
            // Of the last one the interface is lost, as when somebody inside was allowed too much.
            podman.Tool("for ns in /run/netns/netns-*; do nsenter --net=$ns ip link del eth0; done");
            podman.Tool("podman rm --force --time 0 shop");
            left = podman.LeftAtLast();
        });
        return left;
    }
}
