extern alias netctl;
using netctl::Netctl;
using Xunit;

namespace Tests.Bytes;

/// <summary>The words of netctl's command lines, which are those of iproute2.</summary>
public class WordsTests
{
    [Theory]
    [InlineData("1500", 1500)]
    [InlineData("0x5dc", 1500)]
    [InlineData("02734", 1500)]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    public void Numbers_are_decimal_hexadecimal_or_octal(string word, int number) => Assert.Equal(number, After("mtu", word).Number<ushort>());

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("0x10000")]
    [InlineData("0200000")]
    [InlineData("08")]
    [InlineData("")]
    public void What_is_no_number_is_said_with_the_keyword_and_the_range(string word)
    {
        var failure = Assert.Throws<CommandFailure>(() => After("mtu", word).Number<ushort>());
        Assert.Equal($"\"mtu\" takes a number from 0 to 65535, and \"{word}\" is none.", failure.Message);
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
    }

    [Fact]
    public void A_value_that_is_missing_is_said_with_its_keyword() =>
        Assert.Equal("after \"mtu\" its value is missing.", Assert.Throws<CommandFailure>(() => After("mtu").Value()).Message);

    [Fact]
    public void A_word_that_is_not_understood_is_said_with_those_that_would_be()
    {
        var words = new Words(["nonsense"]);
        Assert.False(words.Take("up"));
        Assert.False(words.TakeShort("address"));
        Assert.Equal("\"nonsense\" is not understood here: expected one of up, address.", words.NotUnderstood().Message);
    }

    [Theory]
    [InlineData("add", 3, true)]
    [InlineData("address", 3, true)]
    [InlineData("ad", 3, false)]
    [InlineData("addresses", 3, false)]
    [InlineData("", 1, false)]
    public void A_keyword_may_be_shortened_to_so_many_letters(string word, int least, bool isTaken) =>
        Assert.Equal(isTaken, new Words([word]).TakeShort("address", least));

    [Fact]
    public void A_link_is_named_bare_or_after_dev_and_once()
    {
        Assert.Equal("v0", new Words(["v0"]).Device());
        Assert.Equal("up", new Words(["dev", "up"]).Device());
        Assert.Equal("\"v0\" is the link already, and \"v1\" would be a second one.",
            Assert.Throws<CommandFailure>(() => new Words(["dev", "v1"]).Device("v0")).Message);
    }

    [Fact]
    public void On_or_off_is_neither_yes_nor_no() =>
        Assert.Equal("\"arp\" is \"on\" or \"off\", not \"yes\".", Assert.Throws<CommandFailure>(() => After("arp", "yes").OnOff()).Message);

    static Words After(string keyword, params string[] rest)
    {
        var words = new Words([keyword, .. rest]);
        Assert.True(words.Take(keyword));
        return words;
    }
}
