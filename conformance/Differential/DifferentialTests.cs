using Xunit;

namespace Conformance.Differential;

/// <summary>Every configuration in data/, by the reference plugins and by ours: what differs, and only that, stands in intended.json.</summary>
public class DifferentialTests
{
    public static TheoryData<string> Everything() => [.. Configuration.Names];

    [Theory, MemberData(nameof(Everything))]
    public void Ours_differs_from_the_reference_as_intended(string configuration)
    {
        var tried = Configuration.Called(configuration);
        var theirs = Twin.Run(PluginFolder.Reference(PluginFolder.Newer), tried);
        var ours = Twin.Run(PluginFolder.Ours, tried);

        var differences = Observations.Between(theirs, ours).ToArray();
        string unforeseen = Lines(differences.Where(difference => !IntendedDifference.All.Any(entry => entry.Explains(difference, configuration))));
        string missing = Lines(IntendedDifference.All.Where(entry => entry.MustBeIn(configuration) && !entry.Occurs(differences, configuration))
            .Select(entry => $"no longer so: {entry}"));
        Assert.True((unforeseen + missing) == "", $"{configuration}\n{unforeseen}{missing}");
    }

    [Fact]
    public void Every_intended_difference_is_of_some_configuration() =>
        Assert.All(IntendedDifference.All.SelectMany(entry => entry.Of.Select(pattern => entry with { Of = [pattern] })),
            entry => Assert.Contains(Configuration.Names, entry.MustBeIn));

    [Fact]
    public void There_are_at_least_200_configurations() => Assert.True(Configuration.Names.Count() >= 200);

    static string Lines<T>(IEnumerable<T> items) => string.Concat(items.Select(item => $"{item}\n"));
}
