namespace Linux;

/// <summary>How an argument is compared (libseccomp's SCMP_CMP_*).</summary>
public enum SeccompComparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, MaskedEqual }

/// <summary>A condition on one of a call's arguments, as unsigned 64-bit numbers.</summary>
/// <param name="Argument">From 0 to 5.</param>
/// <param name="Value">What it is compared with, after <paramref name="Mask"/>.</param>
/// <param name="Mask">The bits that are looked at; all of them but with <see cref="SeccompComparison.MaskedEqual"/>.</param>
public sealed record SeccompCondition(int Argument, SeccompComparison Comparison, ulong Value, ulong Mask = ulong.MaxValue);

/// <summary>What becomes of a call when all conditions hold. Of several rules for a call, the first whose conditions hold decides.</summary>
/// <param name="Call">Its number, on x86-64.</param>
public sealed record SeccompRule(int Call, SeccompAction Action, IReadOnlyList<SeccompCondition> Conditions);
