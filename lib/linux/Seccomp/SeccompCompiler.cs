using System.Runtime.InteropServices;

namespace Linux;

/// <summary>
/// Makes a filter of rules, in the kernel's classic BPF. The call is found by halving, so that the last of 400 costs nine comparisons; numbers next to each
/// other with the same end are one.
/// </summary>
public static class SeccompCompiler
{
    static readonly int s_number = Offset(nameof(Libc.seccomp_data.nr)), s_architecture = Offset(nameof(Libc.seccomp_data.arch)), s_arguments = Offset(nameof(Libc.seccomp_data.args));

    static int Offset(string field) => (int)Marshal.OffsetOf<Libc.seccomp_data>(field);

    /// <summary>Calls from one number on that end alike: with the first rule whose conditions hold, else with the action.</summary>
    sealed record Range(int First, IReadOnlyList<SeccompRule> Rules, SeccompAction Otherwise)
    {
        public bool IsLike(Range other) => Rules.Count == 0 && other.Rules.Count == 0 && Otherwise == other.Otherwise;
    }

    /// <summary>The filter. Other architectures' calls, which have other numbers, kill; those of x32 are not there.</summary>
    /// <param name="otherwise">What becomes of calls that no rule is about.</param>
    /// <param name="lastKnown">Calls beyond this number were unknown to whoever wrote the rules: they fail as on an older kernel, with ENOSYS, and programs do without.</param>
    public static BpfInstruction[] Compile(IEnumerable<SeccompRule> rules, SeccompAction otherwise, int lastKnown)
    {
        var program = new List<BpfInstruction>
        {
            Load(s_architecture),
            Jump(Libc.BPF_JEQ, Libc.AUDIT_ARCH_X86_64, 1, 0),
            Return(SeccompAction.KillProcess),
            Load(s_number),
        };
        var ranges = Ranges(rules, otherwise, lastKnown);
        program.AddRange(Search(CollectionsMarshal.AsSpan(ranges)));
        return [.. program];
    }

    static List<Range> Ranges(IEnumerable<SeccompRule> rules, SeccompAction otherwise, int lastKnown)
    {
        var byCall = rules.GroupBy(rule => rule.Call).ToDictionary(calls => calls.Key, calls => calls.ToList());
        var ranges = new List<Range>();
        void Add(Range range)
        {
            if (ranges.Count == 0 || !ranges[^1].IsLike(range)) ranges.Add(range);
        }
        for (int call = 0; call <= lastKnown; call++)
            Add(byCall.TryGetValue(call, out var about) ? Simplified(call, about, otherwise) : new(call, [], otherwise));
        Add(new(lastKnown + 1, [], SeccompAction.Fail(Errno.NotImplemented)));
        return ranges;
    }

    // What stands behind a rule without conditions is never asked.
    static Range Simplified(int call, List<SeccompRule> rules, SeccompAction otherwise)
    {
        int always = rules.FindIndex(rule => rule.Conditions.Count == 0);
        return always < 0 ? new(call, rules, otherwise) : new(call, rules[..always], rules[always].Action);
    }

    static List<BpfInstruction> Search(ReadOnlySpan<Range> ranges)
    {
        if (ranges.Length == 1)
            return Decide(ranges[0]);
        int middle = ranges.Length / 2;
        var (low, high) = (Search(ranges[..middle]), Search(ranges[middle..]));
        uint first = (uint)ranges[middle].First;
        // A condition jumps over 255 instructions at most; farther goes only what has none.
        return low.Count <= byte.MaxValue
            ? [Jump(Libc.BPF_JGE, first, (byte)low.Count, 0), .. low, .. high]
            : [Jump(Libc.BPF_JGE, first, 0, 1), new(Libc.BPF_JMP | Libc.BPF_JA, 0, 0, (uint)low.Count), .. low, .. high];
    }

    static List<BpfInstruction> Decide(Range range)
    {
        var program = new List<BpfInstruction>();
        foreach (var rule in range.Rules)
        {
            var tests = new List<Step>();
            foreach (var condition in rule.Conditions) tests.AddRange(Test(condition));
            program.AddRange(Assembled(tests, rule.Action));
        }
        program.Add(Return(range.Otherwise));
        return program;
    }

    /// <summary>Where a step leads when its comparison holds, and when not.</summary>
    enum To { Next, AfterCondition, Fail }

    readonly record struct Step(BpfInstruction Instruction, To If = To.Next, To IfNot = To.Next, bool EndsCondition = false);

    // Halves of 32 bits, which is all that BPF compares: the upper decides unless it is equal.
    static IEnumerable<Step> Test(SeccompCondition condition)
    {
        int low = s_arguments + 8 * condition.Argument, high = low + 4;
        uint valueLow = (uint)condition.Value, valueHigh = (uint)(condition.Value >> 32);
        return condition.Comparison switch
        {
            SeccompComparison.Equal => [new(Load(high)), Compare(Libc.BPF_JEQ, valueHigh, To.Next, To.Fail), new(Load(low)), Compare(Libc.BPF_JEQ, valueLow, To.Next, To.Fail, true)],
            SeccompComparison.NotEqual =>
                [new(Load(high)), Compare(Libc.BPF_JEQ, valueHigh, To.Next, To.AfterCondition), new(Load(low)), Compare(Libc.BPF_JEQ, valueLow, To.Fail, To.Next, true)],
            SeccompComparison.MaskedEqual =>
            [
                new(Load(high)), new(And((uint)(condition.Mask >> 32))), Compare(Libc.BPF_JEQ, valueHigh, To.Next, To.Fail),
                new(Load(low)), new(And((uint)condition.Mask)), Compare(Libc.BPF_JEQ, valueLow, To.Next, To.Fail, true),
            ],
            SeccompComparison.Greater => Ordered(Libc.BPF_JGT, To.AfterCondition, To.Fail, To.Next, To.Fail),
            SeccompComparison.GreaterOrEqual => Ordered(Libc.BPF_JGE, To.AfterCondition, To.Fail, To.Next, To.Fail),
            SeccompComparison.Less => Ordered(Libc.BPF_JGE, To.Fail, To.AfterCondition, To.Fail, To.Next),
            _ => Ordered(Libc.BPF_JGT, To.Fail, To.AfterCondition, To.Fail, To.Next),
        };

        Step[] Ordered(ushort lowComparison, To ifHighGreater, To ifHighLess, To ifLow, To ifNotLow) =>
        [
            new(Load(high)), Compare(Libc.BPF_JGT, valueHigh, ifHighGreater, To.Next), Compare(Libc.BPF_JEQ, valueHigh, To.Next, ifHighLess),
            new(Load(low)), Compare(lowComparison, valueLow, ifLow, ifNotLow, true),
        ];
    }

    static Step Compare(ushort comparison, uint with, To ifSo, To ifNot, bool ends = false) => new(Jump(comparison, with, 0, 0), ifSo, ifNot, ends);

    // The steps, the action, and jumps between them by distance.
    static IEnumerable<BpfInstruction> Assembled(List<Step> steps, SeccompAction action)
    {
        for (int at = 0; at < steps.Count; at++)
        {
            byte Distance(To to) => (byte)(to switch
            {
                To.Next => 0,
                To.Fail => steps.Count - at,   // over the rest and the action
                _ => steps.FindIndex(at, step => step.EndsCondition) - at,
            });
            var step = steps[at];
            yield return step.Instruction with { JumpIf = Distance(step.If), JumpIfNot = Distance(step.IfNot) };
        }
        yield return Return(action);
    }

    static BpfInstruction Load(int offset) => new(Libc.BPF_LD | Libc.BPF_W | Libc.BPF_ABS, 0, 0, (uint)offset);

    static BpfInstruction And(uint mask) => new(Libc.BPF_ALU | Libc.BPF_AND | Libc.BPF_K, 0, 0, mask);

    static BpfInstruction Jump(ushort comparison, uint with, byte ifSo, byte ifNot) => new((ushort)(Libc.BPF_JMP | comparison | Libc.BPF_K), ifSo, ifNot, with);

    static BpfInstruction Return(SeccompAction action) => new(Libc.BPF_RET | Libc.BPF_K, 0, 0, action.Value);
}
