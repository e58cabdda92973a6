using Hull;
using Hull.Commands;
using Xunit;

namespace Tests.Bytes;

/// <summary>Sizes of memory in docker's words.</summary>
public class ByteSizeTests
{
    [Theory]
    [InlineData("512", 512)]
    [InlineData("512b", 512)]
    [InlineData("1k", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("200m", 200 << 20)]
    [InlineData("200MiB", 200 << 20)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("2 T", 2L << 40)]
    public void A_size_is_a_number_and_a_unit_of_1024s(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse("--memory", text));

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5x")]
    [InlineData("5mm")]
    [InlineData("9999999999p")]
    public void What_is_no_size_is_refused_by_the_options_name(string text) =>
        Assert.Contains($"--memory is \"{text}\"", Assert.Throws<HullException>(() => ByteSize.Parse("--memory", text)).Message);

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1536, "1.5KiB")]
    [InlineData(200 << 20, "200MiB")]
    [InlineData(8_109_999, "7.734MiB")]
    [InlineData(8_235_229_184, "7.67GiB")]
    public void A_size_is_printed_in_four_digits(ulong bytes, string text) => Assert.Equal(text, ByteSize.Print(bytes));
}
