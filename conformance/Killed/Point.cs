namespace Conformance.Killed;

/// <summary>A place to die at: when this system call is entered for the n-th time.</summary>
internal sealed record Point(string Call, int Ordinal)
{
    public override string ToString() => $"{Call} number {Ordinal}";
}
