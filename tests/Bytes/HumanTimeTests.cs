using Cli;
using Hull.Commands;
using Xunit;

namespace Tests.Bytes;

/// <summary>Durations and sizes in docker's words.</summary>
public class HumanTimeTests
{
    [Theory]
    [InlineData(0.4, "Less than a second")]
    [InlineData(1, "1 second")]
    [InlineData(59, "59 seconds")]
    [InlineData(60, "About a minute")]
    [InlineData(119, "About a minute")]
    [InlineData(120, "2 minutes")]
    [InlineData(3599, "59 minutes")]
    [InlineData(3600, "About an hour")]
    [InlineData(5400, "2 hours")]
    [InlineData(47 * 3600, "47 hours")]
    [InlineData(48 * 3600, "2 days")]
    [InlineData(13 * 86400, "13 days")]
    [InlineData(14 * 86400, "2 weeks")]
    [InlineData(59 * 86400, "8 weeks")]
    [InlineData(60 * 86400, "2 months")]
    [InlineData(729 * 86400, "24 months")]
    [InlineData(730 * 86400, "2 years")]
    public void A_duration_reads_as_docker_says_it(double seconds, string words) =>
        Assert.Equal(words, HumanTime.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(999, "999B")]
    [InlineData(1980000, "1.98MB")]
    [InlineData(77800000, "77.8MB")]
    [InlineData(123456789, "123MB")]
    public void A_size_reads_as_docker_says_it(long bytes, string text) => Assert.Equal(text, DecimalSize.Print(bytes));
}
