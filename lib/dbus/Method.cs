namespace DBus;

/// <summary>A method of an object that somebody has on the bus.</summary>
/// <param name="Destination">The name that the somebody owns.</param>
public sealed record Method(string Destination, string Path, string Interface, string Member)
{
    public override string ToString() => $"{Interface}.{Member}";
}
