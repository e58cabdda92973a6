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
    [InlineData("80:80/sctp", "80:80/sctp", "0.0.0.0:80->80/sctp")]
    [InlineData("127.0.0.1:8080:80", "127.0.0.1:8080:80/tcp", "127.0.0.1:8080->80/tcp")]
    [InlineData("[::1]:8080:80/TCP", "[::1]:8080:80/tcp", "[::1]:8080->80/tcp")]
    [InlineData("published=8080,target=80,protocol=udp", "8080:80/udp", "0.0.0.0:8080->80/udp")]
    public void A_port_is_read_and_shown(string given, string kept, string listed)
    {
        var port = PublishedPort.Parse(given);

        Assert.Equal(kept, port.ToString());
        Assert.Equal(listed, port.Listing);
        Assert.Equal(port, PublishedPort.Parse(port.ToString()));
    }

    [Theory]
    [InlineData("80", "80/tcp")]
    [InlineData("127.0.0.1::80", "127.0.0.1::80/tcp")]
    [InlineData("[::1]::80/udp", "[::1]::80/udp")]
    [InlineData("8000-8010:80", "8000-8010:80/tcp")]
    [InlineData("target=80", "80/tcp")]
    public void A_port_whose_place_on_the_host_is_our_choice_is_kept_as_such(string given, string kept)
    {
        var port = PublishedPort.Parse(given);

        Assert.False(port.IsSettled);
        Assert.Equal(kept, port.ToString());
        Assert.Equal(port, PublishedPort.Parse(port.ToString()));
    }

    [Theory]
    [InlineData("8000-8002:80-82/udp", "8000:80/udp 8001:81/udp 8002:82/udp")]
    [InlineData("127.0.0.1:8000-8001:80-81", "127.0.0.1:8000:80/tcp 127.0.0.1:8001:81/tcp")]
    [InlineData("80-81", "80/tcp 81/tcp")]
    [InlineData("127.0.0.1::80-81", "127.0.0.1::80/tcp 127.0.0.1::81/tcp")]
    [InlineData("8000-8000:80-80", "8000:80/tcp")]
    public void A_range_is_as_many_ports(string given, string ports) => Assert.Equal(ports, string.Join(' ', PortSpec.Parse(given)));

    [Theory]
    [InlineData("0:80", "the host's port is \"0\"")]
    [InlineData("80:65536", "the container's port is \"65536\"")]
    [InlineData("x:80", "the host's port is \"x\"")]
    [InlineData(":80", "the host's port is \"\"")]
    [InlineData("80:", "the container's port is \"\"")]
    [InlineData("", "the container's port is \"\"")]
    [InlineData("80:90-80", "the container's port is \"90-80\"")]
    [InlineData("8000-8005:80-81", "invalid ranges: 8000-8005 of the host's and 80-81 of the container's are not as many")]
    [InlineData("80:80-81", "invalid ranges")]
    [InlineData("80:80/icmp", "the protocol is \"icmp\"")]
    [InlineData("localhost:80:80", "\"localhost\" is no address")]
    [InlineData("::1:80:80", "\"::1\" is no address (an IPv6 one stands in brackets)")]
    [InlineData("target=80,colour=blue", "\"colour=blue\" is nothing that it can say of a port")]
    public void A_wrong_one_is_refused_with_the_reason_and_the_right_form(string given, string reason)
    {
        var refusal = Assert.Throws<HullException>(() => PortSpec.Parse(given));

        Assert.Contains(reason, refusal.Message);
        Assert.Contains("[[IP:]HOST:]CONTAINER[/tcp|udp|sctp]", refusal.Message);
        Assert.Equal(125, refusal.ExitCode);
    }

    [Theory]
    [InlineData("80", "80/tcp")]
    [InlineData("3000-3002/UDP", "3000/udp 3001/udp 3002/udp")]
    public void What_a_container_serves_is_read(string given, string ports) => Assert.Equal(ports, string.Join(' ', PortSpec.Exposed(given)));

    [Theory]
    [InlineData("80:80")]
    [InlineData("http")]
    [InlineData("80/icmp")]
    public void What_is_no_port_is_not_served(string given) => Assert.Contains("it reads PORT[-LAST]", Assert.Throws<HullException>(() => PortSpec.Exposed(given).ToList()).Message);

    [Theory]
    [InlineData("80:1", "80:2", true)]
    [InlineData("80:1", "80:1/udp", false)]
    [InlineData("80:1", "127.0.0.1:80:1", true)]
    [InlineData("10.0.0.1:80:1", "127.0.0.1:80:1", false)]
    [InlineData("0.0.0.0:80:1", "127.0.0.1:80:1", true)]
    [InlineData("80", "80", false)]
    [InlineData("80-90:1", "80:1", false)]
    public void Two_collide_when_one_socket_could_not_have_both(string one, string other, bool collide) =>
        Assert.Equal(collide, PublishedPort.Parse(one).Collides(PublishedPort.Parse(other)));
}
