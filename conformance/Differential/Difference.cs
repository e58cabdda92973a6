namespace Conformance.Differential;

/// <summary>A line that one side has and the other has not.</summary>
internal sealed record Difference(string Subject, bool IsOurs, string Line)
{
    public override string ToString() => $"{Subject}: {(IsOurs ? "ours" : "theirs")} {Line}";
}
