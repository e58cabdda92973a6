namespace Hull.Commands.Showing;

/// <summary>One thing that a list can show of each of its entries.</summary>
/// <param name="Key">Docker's name for it, in templates and JSON.</param>
/// <param name="Heading">What stands above it in a table.</param>
internal sealed record Column<T>(string Key, string Heading, Func<T, string> Value);
