using Cni;
using Xunit;

namespace Tests.Bytes;

public class CniVersionTests
{
    [Theory]
    [InlineData("1.1.0", 1, 1, 0)]
    [InlineData("0.4", 0, 4, 0)]
    [InlineData("1", 1, 0, 0)]
    [InlineData("10.20.30", 10, 20, 30)]
    public void One_to_three_numbers_are_a_version(string text, int major, int minor, int patch) =>
        Assert.Equal(new CniVersion(major, minor, patch), CniVersion.Parse(text));

    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("1.x")]
    [InlineData("-1.0")]
    [InlineData("1..0")]
    [InlineData("v1.0.0")]
    public void Anything_else_is_none(string text) => Assert.Null(CniVersion.Parse(text));

    [Fact]
    public void Versions_are_ordered_by_number_not_by_text()
    {
        Assert.True(new CniVersion(0, 10, 0) > new CniVersion(0, 9, 9));
        Assert.True(CniVersion.Parse("1.0") >= new CniVersion(1, 0, 0));
    }

    [Fact]
    public void A_configuration_that_names_none_has_the_oldest() => Assert.Equal("0.1.0", CniVersion.Find("").ToString());

    [Fact]
    public void A_version_we_do_not_know_is_not_found() => Assert.Null(CniVersion.Find("2.0.0"));
}
