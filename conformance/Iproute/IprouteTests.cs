using Conformance.Differential;
using Xunit;

namespace Conformance.Iproute;

/// <summary>Every command line in data/, by iproute2 and by netctl: what differs, and only that, stands in intended.json.</summary>
public class IprouteTests
{
    static readonly IReadOnlyList<IntendedDifference> s_intended = IntendedDifference.Read(Scenario.Folder);

    public static TheoryData<string> Everything() => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Theory, MemberData(nameof(Everything))]
    public void Netctl_differs_from_iproute2_as_intended(string scenario)
    {
        var told = Scenario.Called(scenario);
        var theirs = Walk.Run(Make.Iproute2, told);
        var ours = Walk.Run(Make.Netctl, told);

        var differences = Observations.Between(theirs, ours).ToList();
        RemoveWhatBothSay(differences);
        string unforeseen = Lines(differences.Where(difference => !s_intended.Any(entry => entry.Explains(difference, scenario))));
        string missing = Lines(s_intended.Where(entry => entry.MustBeIn(scenario) && !entry.Occurs(differences, scenario)).Select(entry => $"no longer so: {entry}"));
        Assert.True((unforeseen + missing) == "", $"{scenario}\n{unforeseen}{missing}");
    }

    [Fact]
    public void Every_intended_difference_is_of_some_scenario() =>
        Assert.All(s_intended, entry => Assert.All(entry.Of, pattern =>
            Assert.Contains(Scenario.All, scenario => (entry with { Of = [pattern] }).MustBeIn(scenario.Name))));

    [Fact]
    public void There_are_at_least_150_command_lines() => Assert.True(Scenario.All.Sum(scenario => scenario.Lines.Count) >= 150);

    // Ours is a sentence around the kernel's words.
    static void RemoveWhatBothSay(List<Difference> differences)
    {
        foreach (var theirs in differences.Where(difference => !difference.IsOurs && difference.Subject.EndsWith(": said")).ToArray())
            if (differences.Find(difference => difference.IsOurs && difference.Subject == theirs.Subject) is { } ours && ours.Line.Contains(theirs.Line))
            {
                differences.Remove(theirs);
                differences.Remove(ours);
            }
    }

    static string Lines<T>(IEnumerable<T> items) => string.Concat(items.Select(item => $"{item}\n"));
}
