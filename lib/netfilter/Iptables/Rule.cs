namespace Netfilter.Iptables;

/// <summary>A rule of a chain. Prints as iptables-save writes it, when the matches are given in its order: addresses, protocol, then the rest.</summary>
public sealed record Rule(string Chain, IReadOnlyList<Match> Matches, Target Target)
{
    /// <summary>The rule without its chain: what follows <c>-A CHAIN</c>.</summary>
    public string Specification => string.Join(' ', Matches.Select(match => match.ToString()).Append(Target.ToString()));

    public override string ToString() => $"-A {Chain} {Specification}";
}
