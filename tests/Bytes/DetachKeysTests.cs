using System.Text;
using Hull.Commands;
using Xunit;

namespace Tests.Bytes;

/// <summary>The keys that leave a container's terminal, among all that is typed.</summary>
public class DetachKeysTests
{
    [Theory]
    [InlineData(null, "ab|cd", "abcd", false)]
    [InlineData(null, "ab\u0010\u0011cd", "ab", true)]
    [InlineData(null, "ab\u0010|\u0011", "ab", true)]
    [InlineData(null, "\u0010x", "\u0010x", false)]
    [InlineData(null, "\u0010\u0010\u0011", "\u0010", true)]
    [InlineData("a,a,b", "aaab", "a", true)]
    [InlineData("a,a,b", "aac", "aac", false)]
    [InlineData("ctrl-@,ctrl-],ctrl-_", "x\0\u001d\u001f", "x", true)]
    [InlineData("x", "x", "", true)]
    public void They_are_kept_back_and_all_others_passed_on(string? keys, string typed, string passed, bool detached)
    {
        var detach = DetachKeys.Parse(keys);
        var (got, left) = (new StringBuilder(), false);
        foreach (string piece in typed.Split('|'))
            got.Append(Encoding.ASCII.GetString(detach.Pass(Encoding.ASCII.GetBytes(piece), out left)));

        Assert.Equal((passed, detached), (got.ToString(), left));
    }

    [Theory]
    [InlineData("ctrl-")]
    [InlineData("ctrl-P")]
    [InlineData("a,,b")]
    [InlineData("word")]
    public void What_is_no_key_is_refused(string keys) => Assert.Contains("is no key", Assert.ThrowsAny<Exception>(() => DetachKeys.Parse(keys)).Message);
}
