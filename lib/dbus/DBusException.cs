namespace DBus;

/// <summary>Whoever was called refuses, or does not answer as it should.</summary>
/// <param name="name">The error's name, such as org.freedesktop.DBus.Error.ServiceUnknown.</param>
public sealed class DBusException(string name, string message) : Exception(message)
{
    public string Name => name;
}
