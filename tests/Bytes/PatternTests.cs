using System.Text.RegularExpressions;
using Plugins.Tuning;
using Xunit;

namespace Tests.Bytes;

/// <summary>Patterns of tuning's allowlist, judged by .NET's regular expressions where both have the same syntax.</summary>
public class PatternTests
{
    static readonly string[] s_keys =
    [
        "", "net.ipv4.ip_forward", "net.ipv4.conf.IFNAME.arp_filter", "net/ipv4/conf/eth0.100/arp_filter", "net.ipv6.conf.all.forwarding", "NET.IPV4.X", "net.core.somaxconn",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a-b]c", "a{2}", "a b\tc", "x41A", "_", "0", "abcabc", "(a)", "net.ipv4.tcp_rmem",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("net.ipv4")]
    [InlineData("^net\\.ipv4\\.conf\\.IFNAME\\.[a-z_]*$")]
    [InlineData("^net.ipv[46].conf.(all|IFNAME|eth[0-9]+).")]
    [InlineData("(?i)^net\\.ipv4")]
    [InlineData("(?i:NET).ipv4")]
    [InlineData("a(?i)B|C")]
    [InlineData("(a(?i)b)C")]
    [InlineData("^(a*)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(a+)+b")]
    [InlineData("^a{32}$")]
    [InlineData("a{33}")]
    [InlineData("a{2,}?b|^x")]
    [InlineData("^[^.]*$")]
    [InlineData("[]a-]b")]
    [InlineData("[a\\]-]c")]
    [InlineData("[\\w-]+\\.core")]
    [InlineData("a\\{2\\}")]
    [InlineData("a{2}x|a{,2}|a{x}")]
    [InlineData("\\bcore\\b")]
    [InlineData("\\Bore\\b")]
    [InlineData("\\Anet.*d\\z")]
    [InlineData("\\d\\D")]
    [InlineData("\\s\\S")]
    [InlineData("^\\W")]
    [InlineData("x41\\x41")]
    [InlineData("\\(a\\)")]
    [InlineData("(?P<family>ipv4|ipv6)|(?<other>abc){2}")]
    [InlineData("()|x")]
    [InlineData("(abc){2}")]
    [InlineData("a?b??c*?")]
    [InlineData("^$")]
    [InlineData("$^")]
    [InlineData("net|")]
    public void A_pattern_matches_what_it_should(string pattern)
    {
        // .NET writes a named group without P, and has no \z for $ alone: its own $ allows for a line end.
        var judge = new Regex(pattern.Replace("(?P<", "(?<").Replace("$", "\\z"), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        var parsed = Pattern.Parse(pattern);

        foreach (string key in s_keys)
            Assert.True(judge.IsMatch(key) == parsed.IsMatchIn(key), $"{pattern} in \"{key}\" should be {judge.IsMatch(key)}");
    }

    [Theory]
    [InlineData("[[:alpha:]]", "x", true)]
    [InlineData("[[:alpha:]]", "1", false)]
    [InlineData("^[^[:digit:][:punct:]]$", "x", true)]
    [InlineData("^[^[:digit:][:punct:]]$", ".", false)]
    [InlineData("(?U)a+", "a", true)]
    [InlineData("(?-i:a)", "A", false)]
    public void What_only_go_has_is_understood_too(string pattern, string key, bool matches) => Assert.Equal(matches, Pattern.Parse(pattern).IsMatchIn(key));

    [Theory]
    [InlineData("foo[", "missing closing ]")]
    [InlineData("[z-a]", "invalid character class range z-a")]
    [InlineData("[[:vowel:]]", "there is no class of characters [:vowel:]")]
    [InlineData("(a", "missing closing )")]
    [InlineData("a)", "unexpected )")]
    [InlineData("*a", "missing argument to repetition operator")]
    [InlineData("a|+", "missing argument to repetition operator")]
    [InlineData("a**", "invalid nested repetition operator")]
    [InlineData("a{3,2}", "invalid repeat count")]
    [InlineData("a{1001}", "invalid repeat count")]
    [InlineData("(((a{1000}){1000}){1000}){1000}", "it repeats too much")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax")]
    [InlineData("(?<a", "invalid named capture")]
    [InlineData("\\pN", "\\p is not understood here")]
    [InlineData("\\Qa", "\\Q is not understood here")]
    [InlineData("\\1", "\\1 is not understood here")]
    [InlineData("a\\", "trailing backslash at end of expression")]
    public void A_pattern_that_is_wrong_or_not_understood_is_told(string pattern, string problem) =>
        Assert.Equal(problem, Assert.Throws<PatternException>(() => Pattern.Parse(pattern)).Message);

    [Fact]
    public void No_depth_of_groups_is_too_much_for_the_stack() =>
        Assert.Equal("it nests too deeply", Assert.Throws<PatternException>(() => Pattern.Parse(new string('(', 100_000))).Message);
}
