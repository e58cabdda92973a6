using System.Buffers.Binary;
using System.Text.Json;
using Hull.Seccomp;
using Linux;
using Xunit;

namespace Tests.Bytes;

/// <summary>Filters before system calls, run by a small machine of the test's own for classic BPF.</summary>
public class SeccompTests
{
    const uint Here = 0xc000003e /* AUDIT_ARCH_X86_64 */, I386 = 0x40000003;
    const uint Allow = 0x7fff0000, KillProcess = 0x80000000, NoSuchCall = 0x00050026, NotPermitted = 0x00050001;

    public static TheoryData<SeccompComparison, ulong, ulong> Comparisons
    {
        get
        {
            ulong[] values = [0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, 0x1_0000_0000, 0x1_0000_0001, 0x2_0000_0000, ulong.MaxValue - 1, ulong.MaxValue];
            var data = new TheoryData<SeccompComparison, ulong, ulong>();
            foreach (var comparison in Enum.GetValues<SeccompComparison>())
                foreach (ulong value in values)
                    data.Add(comparison, value, 0xffff_0000_ffff_00f0);
            return data;
        }
    }

    [Theory, MemberData(nameof(Comparisons))]
    public void An_argument_is_compared_as_one_number_of_64_bits(SeccompComparison comparison, ulong value, ulong mask)
    {
        if (comparison is not SeccompComparison.MaskedEqual) mask = ulong.MaxValue;
        var filter = SeccompCompiler.Compile([new(10, SeccompAction.Allow, [new(3, comparison, value & mask, mask)])], SeccompAction.Fail(Errno.NotPermitted), lastKnown: 20);

        foreach (ulong argument in (ulong[])[0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0x1_0000_0000, 0x1_0000_0001, 0x2_0000_0000, ulong.MaxValue - 1, ulong.MaxValue])
            Assert.Equal(Holds(comparison, argument & mask, value & mask) ? Allow : NotPermitted, Run(filter, 10, arguments: [0, 0, 0, argument]));
    }

    static bool Holds(SeccompComparison comparison, ulong argument, ulong value) => comparison switch
    {
        SeccompComparison.NotEqual => argument != value,
        SeccompComparison.Less => argument < value,
        SeccompComparison.LessOrEqual => argument <= value,
        SeccompComparison.Greater => argument > value,
        SeccompComparison.GreaterOrEqual => argument >= value,
        _ => argument == value,
    };

    [Fact]
    public void Of_several_rules_the_first_that_holds_decides_and_all_its_conditions_must()
    {
        var equal = (int argument, ulong value) => new SeccompCondition(argument, SeccompComparison.Equal, value);
        var filter = SeccompCompiler.Compile(
        [
            new(5, SeccompAction.Allow, [equal(0, 1), equal(1, 2)]), new(5, SeccompAction.KillProcess, [equal(0, 1)]), new(5, SeccompAction.Log, []), new(5, SeccompAction.Allow, []),
        ], SeccompAction.Fail(Errno.NotPermitted), 20);

        Assert.Equal(Allow, Run(filter, 5, arguments: [1, 2]));
        Assert.Equal(KillProcess, Run(filter, 5, arguments: [1, 3]));
        Assert.Equal(0x7ffc0000u, Run(filter, 5, arguments: [2, 2]));
    }

    [Fact]
    public void Calls_of_other_architectures_kill_and_those_nobody_knew_are_not_there()
    {
        var filter = SeccompCompiler.Compile([], SeccompAction.Allow, lastKnown: 450);

        Assert.Equal(KillProcess, Run(filter, 1, I386));
        Assert.Equal(Allow, Run(filter, 450));
        Assert.Equal(NoSuchCall, Run(filter, 451));
        Assert.Equal(NoSuchCall, Run(filter, 0x40000001));   // x32
    }

    [Theory]
    [InlineData("read", Allow)]
    [InlineData("execve", Allow)]
    [InlineData("mount", NotPermitted)]
    [InlineData("reboot", NotPermitted)]
    [InlineData("bpf", NotPermitted)]
    [InlineData("keyctl", NotPermitted)]
    [InlineData("clone3", NoSuchCall)]
    public void The_usual_profile_lets_through_what_programs_need(string call, uint expected) => Assert.Equal(expected, Run(Usual(), SystemCalls.Find(call)!.Value));

    [Fact]
    public void The_usual_profile_lets_no_new_namespaces_be_made_but_by_who_has_the_right()
    {
        const ulong newNet = 0x40000000, thread = 0x3d0f00;
        int clone = SystemCalls.Find("clone")!.Value;

        Assert.Equal(Allow, Run(Usual(), clone, arguments: [thread]));
        Assert.Equal(NotPermitted, Run(Usual(), clone, arguments: [newNet]));
        Assert.Equal(Allow, Run(Usual("CAP_SYS_ADMIN"), clone, arguments: [newNet]));
        Assert.Equal(Allow, Run(Usual("CAP_SYS_ADMIN"), SystemCalls.Find("mount")!.Value));
    }

    [Fact]
    public void Every_name_in_the_usual_profile_is_a_call()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("runtime/Seccomp/default.json")));
        var names = json.RootElement.GetProperty("syscalls").EnumerateArray().SelectMany(rule => rule.GetProperty("names").EnumerateArray()).Select(name => name.GetString()!);
        Assert.DoesNotContain(names, name => SystemCalls.Find(name) is null);
    }

    [Theory]
    [InlineData("[]", "defaultAction")]
    [InlineData("""{"defaultAction":"SCMP_ACT_MAYBE"}""", "SCMP_ACT_MAYBE")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[{"index":6,"value":1,"op":"SCMP_CMP_EQ"}]}]}""", "from 0 to 5")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[{"index":1,"value":1,"op":"IS"}]}]}""", "the op \"IS\"")]
    public void A_profile_that_is_none_is_refused_in_a_sentence(string profile, string sentence)
    {
        using var json = JsonDocument.Parse(profile);
        Assert.Contains(sentence, Assert.Throws<Hull.HullException>(() => SeccompConfig.Read(json.RootElement, [])).Message);
    }

    static BpfInstruction[] Usual(params string[] capabilities) => SeccompProfile.Default(capabilities).Compile();

    /// <summary>What a filter says of a call.</summary>
    internal static uint Run(BpfInstruction[] filter, int call, uint architecture = Here, params ulong[] arguments)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(data, call);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (int i = 0; i < arguments.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + 8 * i), arguments[i]);
        uint accumulator = 0;
        for (int at = 0; ; at++)
        {
            var (code, ifSo, ifNot, value) = filter[at];
            switch (code)
            {
                case 0x20: accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)value)); break;
                case 0x54: accumulator &= value; break;
                case 0x05: at += (int)value; break;
                case 0x15: at += accumulator == value ? ifSo : ifNot; break;
                case 0x25: at += accumulator > value ? ifSo : ifNot; break;
                case 0x35: at += accumulator >= value ? ifSo : ifNot; break;
                case 0x06: return value;
                default: throw new InvalidOperationException($"instruction {at} has the code {code:x}");
            }
        }
    }
}
