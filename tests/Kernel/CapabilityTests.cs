using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>Capabilities, by what /proc says of the thread that changed its own.</summary>
public class CapabilityTests
{
    [Fact]
    public void What_is_dropped_is_gone_from_every_set()
    {
        string status = OnOwnThread(() =>
        {
            Capability[] kept = [Capability.Chown, Capability.NetBindService, Capability.Setpcap];
            Capabilities.Bound(kept);
            Capabilities.Set(effective: kept, permitted: kept, inheritable: []);
            return File.ReadAllText("/proc/thread-self/status");
        });

        Assert.Contains("CapInh:\t0000000000000000", status);
        Assert.Contains("CapPrm:\t0000000000000501", status);
        Assert.Contains("CapEff:\t0000000000000501", status);
        Assert.Contains("CapBnd:\t0000000000000501", status);
    }

    [Theory]
    [InlineData("CAP_CHOWN", Capability.Chown)]
    [InlineData("cap_net_bind_service", Capability.NetBindService)]
    [InlineData("CAP_CHECKPOINT_RESTORE", Capability.CheckpointRestore)]
    [InlineData("CHOWN", null)]
    [InlineData("CAP_NONSENSE", null)]
    public void A_capability_is_found_by_the_kernels_name(string name, Capability? capability) => Assert.Equal(capability, Capabilities.Find(name));

    [Fact]
    public void Every_capability_is_found_by_its_name() =>
        Assert.All(Enum.GetValues<Capability>(), one => Assert.Equal(one, Capabilities.Find(NameOf(one))));

    [Fact]
    public void Every_capability_has_the_number_that_the_header_gives_it()
    {
        var checks = Enum.GetValues<Capability>().Select(one => $"_Static_assert({NameOf(one)} == {(int)one}, \"{one}\");");

        var outcome = Shell.Run("cc -x c -fsyntax-only -", $"#include <linux/capability.h>\n{string.Join('\n', checks)}\n");

        Assert.Equal("", outcome.Err);
    }

    static string NameOf(Capability one) =>
        "CAP" + string.Concat(one.ToString().Select(letter => char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));

    static T OnOwnThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }
}
