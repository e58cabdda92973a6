using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Cni;
using Xunit;

namespace Tests.Bytes;

/// <summary>The expected texts are what the reference plugins and libcni print, without their line breaks and, from 1.0.0, in the order of the specification.</summary>
public class CniResultTests
{
    static readonly CniResult s_dualStack = new()
    {
        Interfaces =
        [
            new("cni0", "a2:25:00:43:5e:8d"),
            new("eth0", "62:ad:ca:08:9c:0e", "/run/netns/blue") { Mtu = 1400, SocketPath = "/s", PciId = "0000:00:1f.6" },
        ],
        Ips =
        [
            new(Cidr("10.78.0.16/24"), IPAddress.Parse("10.78.0.1"), 1),
            new(Cidr("fd00:78::2/64"), IPAddress.Parse("fd00:78::1"), 1),
        ],
        Routes =
        [
            new(Cidr("0.0.0.0/0")),
            new(Cidr("::/0"), IPAddress.Parse("fd00:78::1")) { Mtu = 1300, AdvMss = 1200, Priority = 5, Table = 7, Scope = 0 },
        ],
    };

    static Cidr Cidr(string text) => Cni.Cidr.Parse(text)!;

    static string Write(CniResult result, string version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            result.WriteTo(json, CniVersion.Find(version)!.Value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static CniResult Read(string json, string unnamed = "1.1.0") =>
        CniResult.Read(JsonDocument.Parse(json).RootElement, CniVersion.Find(unnamed)!.Value);

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void From_1_0_all_is_said_and_nothing_that_is_empty(string version) => Assert.Equal(
        $$"""{"cniVersion":"{{version}}",""" +
        """
        "interfaces":[{"name":"cni0","mac":"a2:25:00:43:5e:8d"},
        {"name":"eth0","mac":"62:ad:ca:08:9c:0e","sandbox":"/run/netns/blue","mtu":1400,"socketPath":"/s","pciID":"0000:00:1f.6"}],
        "ips":[{"interface":1,"address":"10.78.0.16/24","gateway":"10.78.0.1"},{"interface":1,"address":"fd00:78::2/64","gateway":"fd00:78::1"}],
        "routes":[{"dst":"0.0.0.0/0"},{"dst":"::/0","gw":"fd00:78::1","mtu":1300,"advmss":1200,"priority":5,"table":7,"scope":0}]}
        """.ReplaceLineEndings(""),
        Write(s_dualStack, version));

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.3.1")]
    [InlineData("0.4.0")]
    public void From_0_3_addresses_tell_their_family_and_dns_is_always_there(string version) => Assert.Equal(
        $$"""{"cniVersion":"{{version}}",""" +
        """
        "interfaces":[{"name":"cni0","mac":"a2:25:00:43:5e:8d"},{"name":"eth0","mac":"62:ad:ca:08:9c:0e","sandbox":"/run/netns/blue"}],
        "ips":[{"version":"4","interface":1,"address":"10.78.0.16/24","gateway":"10.78.0.1"},
        {"version":"6","interface":1,"address":"fd00:78::2/64","gateway":"fd00:78::1"}],
        "routes":[{"dst":"0.0.0.0/0"},{"dst":"::/0","gw":"fd00:78::1","mtu":1300,"advmss":1200,"priority":5,"table":7,"scope":0}],
        "dns":{}}
        """.ReplaceLineEndings(""),
        Write(s_dualStack, version));

    [Theory]
    [InlineData("0.1.0")]
    [InlineData("0.2.0")]
    public void Before_there_is_one_address_of_each_family_with_its_own_routes(string version) => Assert.Equal(
        $$"""{"cniVersion":"{{version}}",""" +
        """
        "ip4":{"ip":"10.78.0.16/24","gateway":"10.78.0.1","routes":[{"dst":"0.0.0.0/0"}]},
        "ip6":{"ip":"fd00:78::2/64","gateway":"fd00:78::1","routes":[{"dst":"::/0","gw":"fd00:78::1"}]},"dns":{}}
        """.ReplaceLineEndings(""),
        Write(s_dualStack, version));

    [Fact]
    public void Before_0_3_a_result_without_addresses_cannot_be_told() =>
        Assert.Equal("cannot convert: no valid IP addresses", Assert.Throws<CniError>(() => Write(new(), "0.2.0")).Message);

    [Theory]
    [InlineData("0.2.0")]
    [InlineData("0.4.0")]
    [InlineData("1.1.0")]
    public void What_was_written_reads_the_same(string version) =>
        Assert.Equal(Write(s_dualStack, version), Write(Read(Write(s_dualStack, version)), version));

    [Fact]
    public void A_result_of_0_2_becomes_one_of_1_0() => Assert.Equal(
        """
        {"cniVersion":"1.0.0","ips":[{"address":"10.78.0.16/24","gateway":"10.78.0.1"},{"address":"fd00:78::2/64","gateway":"fd00:78::1"}],
        "routes":[{"dst":"0.0.0.0/0"},{"dst":"::/0","gw":"fd00:78::1"}]}
        """.ReplaceLineEndings(""),
        Write(Read(Write(s_dualStack, "0.2.0")), "1.0.0"));

    [Fact]
    public void What_names_no_version_has_that_of_its_configuration() =>
        Assert.Equal("10.1.0.2/24", Assert.Single(Read("""{"ip4":{"ip":"10.1.0.2/24"}}""", "0.2.0").Ips).Address.ToString());

    [Fact]
    public void A_literal_null_is_an_empty_result() => Assert.Equal("""{"cniVersion":"1.0.0"}""", Write(Read("null"), "1.0.0"));

    [Fact]
    public void Everything_wrong_with_a_result_is_told()
    {
        var error = Assert.Throws<CniError>(() => Read("""{"cniVersion":"1.0.0","ips":[{"address":"x"},{}],"routes":[{"dst":5}]}"""));

        Assert.Equal(CniErrorCode.DecodingFailure, error.Code);
        Assert.Equal("wrong result: ips[0].address is \"x\", not an address with a prefix length, such as 10.1.0.0/24; ips[1].address is missing; "
            + "routes[0].dst is 5, not an address with a prefix length", error.Message);
    }

    [Fact]
    public void A_version_from_the_future_is_no_result() =>
        Assert.Contains("cniVersion is 9.9.9, which is not known here", Assert.Throws<CniError>(() => Read("""{"cniVersion":"9.9.9"}""")).Message);
}
