using System.Net;
using Cni;
using Xunit;

namespace Tests.Bytes;

public class IpTextTests
{
    [Theory]
    [InlineData("10.1.0.2", "10.1.0.2")]
    [InlineData("FD00:0:0::0002", "fd00::2")]
    [InlineData("::ffff:10.1.0.2", "10.1.0.2")]              // IPv4 in IPv6 clothes
    [InlineData("::1.2.3.4", "::102:304")]                    // .NET would write an IPv4 tail, and a lease file have a name of its own
    [InlineData("fd00::5efe:102:304", "fd00::5efe:102:304")]  // and here
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]   // RFC 5952, 4.2.2: a lone zero stays
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("::", "::")]
    [InlineData("1::", "1::")]
    public void An_address_has_one_spelling(string read, string written) => Assert.Equal(written, IpText.Format(IpText.Parse(read)!));

    [Theory]
    [InlineData("1")]
    [InlineData("10.1.0")]
    [InlineData("010.1.0.2")]
    [InlineData("0x0a.1.0.2")]
    [InlineData("10.1.0.256")]
    [InlineData("10.1.0.2.3")]
    [InlineData("10.1.0.2 ")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[fd00::1]")]
    [InlineData("fd00::1/64")]
    [InlineData("")]
    public void What_only_looks_like_an_address_is_none(string text) => Assert.Null(IpText.Parse(text));

    [Theory]
    [InlineData("10.1.0.2/24", "10.1.0.0/24")]
    [InlineData("10.1.0.2/0", "0.0.0.0/0")]
    [InlineData("10.1.0.2/32", "10.1.0.2/32")]
    [InlineData("fd00:1:2:3:4::5/61", "fd00:1:2::/61")]
    public void The_network_of_an_address_has_no_host_bits(string address, string network) =>
        Assert.Equal(network, Cidr.Parse(address)!.Network.ToString());

    [Theory]
    [InlineData("10.1.0.2")]
    [InlineData("10.1.0.2/33")]
    [InlineData("10.1.0.2/-1")]
    [InlineData("10.1.0.2/")]
    [InlineData("/24")]
    [InlineData("fd00::/129")]
    [InlineData("::ffff:10.1.0.0/120")]
    public void A_prefix_that_does_not_fit_is_refused(string text) => Assert.Null(Cidr.Parse(text));

    [Fact]
    public void A_network_contains_addresses_of_its_own_family_only()
    {
        var network = Cidr.Parse("10.1.0.0/24")!;

        Assert.True(network.Contains(IPAddress.Parse("10.1.0.255")));
        Assert.False(network.Contains(IPAddress.Parse("10.1.1.0")));
        Assert.False(network.Contains(IPAddress.Parse("fd00::1")));
    }
}
