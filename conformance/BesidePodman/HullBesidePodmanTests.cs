using Conformance.Differential;
using Xunit;

namespace Conformance.BesidePodman;

/// <summary>hull beside Debian 12's podman: exit codes, output, and what a container sees. What differs, and only that, stands in intended.json.</summary>
public class HullBesidePodmanTests
{
    static readonly IReadOnlyList<IntendedDifference> s_intended = IntendedDifference.Read(CommandLines.Folder);

    public static TheoryData<string> Groups() => [.. CommandLines.All.Select(group => group.Name)];

    [Theory, MemberData(nameof(Groups))]
    public void Hull_differs_from_podman_as_intended(string name)
    {
        var group = CommandLines.All.Single(group => group.Name == name);

        var differences = Observations.Between(Told.Podman(group), Told.Hull(group)).ToList();

        string unforeseen = Lines(differences.Where(difference => !s_intended.Any(entry => entry.Explains(difference, name))));
        string missing = Lines(s_intended.Where(entry => entry.MustBeIn(name) && !entry.Occurs(differences, name)).Select(entry => $"no longer so: {entry}"));
        Assert.True((unforeseen + missing) == "", $"{name}\n{unforeseen}{missing}");
    }

    [Fact]
    public void Every_intended_difference_is_of_some_group() =>
        Assert.All(s_intended, entry => Assert.All(entry.Of, pattern =>
            Assert.Contains(CommandLines.All, group => (entry with { Of = [pattern] }).MustBeIn(group.Name))));

    [Fact]
    public void There_are_at_least_40_command_lines() => Assert.True(CommandLines.Count >= 40);

    static string Lines<T>(IEnumerable<T> items) => string.Concat(items.Select(item => $"{item}\n"));
}
