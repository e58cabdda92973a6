using System.Text.Json;
using Cni;
using Xunit;

namespace Tests.Bytes;

public class ConfigObjectTests
{
    static ConfigObject Read(string json) => new(JsonDocument.Parse(json).RootElement);

    [Fact]
    public void The_case_of_keys_does_not_matter() => Assert.Equal(80, Read("""{"HostPort":80}""").Int("hostPort"));

    [Fact]
    public void The_last_of_equal_keys_counts() => Assert.Equal("b", Read("""{"bridge":"a","Bridge":"b"}""").String("bridge"));

    [Fact]
    public void Null_is_the_same_as_absent()
    {
        var json = Read("""{"bridge":"a","bridge":null,"mtu":null,"ipam":null}""");

        Assert.Equal("a", json.String("bridge"));
        Assert.Null(json.FindUInt("mtu"));
        Assert.False(json.Object("ipam").IsSet);
        Assert.Empty(json.Problems);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_with_the_way_to_it()
    {
        var json = Read("""
            {"isGateway":"yes","mtu":-1,"vlan":1.5,"bridge":5,"ipam":{"ranges":[[{"subnet":"10.1.0.0"},7]],"gateway":"x"},"search":["a",1],"dns":[]}
            """);
        json.Bool("isGateway");
        json.FindUInt("mtu");
        json.Int("vlan");
        json.String("bridge");
        var ranges = json.Object("ipam").ObjectLists("ranges")[0];
        ranges[0].Cidr("subnet");
        json.Object("ipam").Address("gateway");
        json.Strings("search");
        json.Object("dns");

        Assert.Equal(
        [
            "isGateway is \"yes\", not true or false",
            "mtu is -1, not a whole number of 0 or more",
            "vlan is 1.5, not a whole number",
            "bridge is 5, not text",
            "ipam.ranges[0][1] is 7, not an object",
            "ipam.ranges[0][0].subnet is \"10.1.0.0\", not an address with a prefix length, such as 10.1.0.0/24",
            "ipam.gateway is \"x\", not an IP address",
            "search[1] is 1, not text",
            "dns is [], not an object",
        ], json.Problems);
    }

    [Fact]
    public void What_nobody_reads_is_nobodys_business()
    {
        var json = Read("""{"podman_labels":{"a":1},"bridge":"b"}""");

        Assert.Equal("b", json.String("bridge"));
        Assert.Empty(json.Problems);
    }

    [Fact]
    public void A_long_wrong_value_is_cut() => Assert.Equal(
        $"bridge is [{new string('1', 56)}..., not text",
        Complaint($$"""{"bridge":[{{new string('1', 500)}}]}"""));

    static string Complaint(string text)
    {
        var json = Read(text);
        json.String("bridge");
        return Assert.Single(json.Problems);
    }
}
