using Linux;
using Xunit;

namespace Tests.Bytes;

public class KernelRandomTests
{
    [Fact]
    public void Hex_digits_are_twice_as_many_as_bytes_and_differ_each_time()
    {
        Assert.Matches("^[0-9a-f]{64}$", KernelRandom.Hex(32));
        Assert.NotEqual(KernelRandom.Hex(32), KernelRandom.Hex(32));
    }

    [Fact]
    public void Every_number_below_the_limit_comes_and_no_other()
    {
        var seen = Enumerable.Range(0, 1000).Select(_ => KernelRandom.Below(7)).ToHashSet();

        Assert.Equal(new uint[] { 0, 1, 2, 3, 4, 5, 6 }, seen.Order());
    }
}
