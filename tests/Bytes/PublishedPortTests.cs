using Hull;
using Hull.Network;
using Xunit;

namespace Tests.Bytes;

/// <summary>What -p takes, and how it is shown.</summary>
public class PublishedPortTests
{
    [Theory]
    [InlineData("8080:80", "8080:80/tcp", "0.0.0.0:8080->80/tcp")]
    [InlineData("53:53/udp", "53:53/udp", "0.0.0.0:53->53/udp")]
    [InlineData("127.0.0.1:8080:80", "127.0.0.1:8080:80/tcp", "127.0.0.1:8080->80/tcp")]
    [InlineData("[::1]:8080:80/TCP", "[::1]:8080:80/tcp", "[::1]:8080->80/tcp")]
    public void A_port_is_read_and_shown(string given, string kept, string listed)
    {
        var port = PublishedPort.Parse(given);

        Assert.Equal(kept, port.ToString());
        Assert.Equal(listed, port.Listing);
        Assert.Equal(port, PublishedPort.Parse(port.ToString()));
    }

    [Theory]
    [InlineData("80", "the host's port is missing")]
    [InlineData("0:80", "the host's port is \"0\"")]
    [InlineData("80:65536", "the container's port is \"65536\"")]
    [InlineData("x:80", "the host's port is \"x\"")]
    [InlineData("80:", "the container's port is \"\"")]
    [InlineData("80:80/sctp", "the protocol is \"sctp\"")]
    [InlineData("localhost:80:80", "\"localhost\" is no address")]
    [InlineData("::1:80:80", "\"::1\" is no address (an IPv6 one stands in brackets)")]
    public void A_wrong_one_is_refused_with_the_reason_and_the_right_form(string given, string reason)
    {
        var refusal = Assert.Throws<HullException>(() => PublishedPort.Parse(given));

        Assert.Contains(reason, refusal.Message);
        Assert.Contains("[IP:]HOST:CONTAINER[/tcp|udp]", refusal.Message);
        Assert.Equal(125, refusal.ExitCode);
    }

    [Theory]
    [InlineData("80:1", "80:2", true)]
    [InlineData("80:1", "80:1/udp", false)]
    [InlineData("80:1", "127.0.0.1:80:1", true)]
    [InlineData("10.0.0.1:80:1", "127.0.0.1:80:1", false)]
    [InlineData("0.0.0.0:80:1", "127.0.0.1:80:1", true)]
    public void Two_collide_when_one_socket_could_not_have_both(string one, string other, bool collide) =>
        Assert.Equal(collide, PublishedPort.Parse(one).Collides(PublishedPort.Parse(other)));
}
