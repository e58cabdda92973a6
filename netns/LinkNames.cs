using Netlink.Routing;

namespace Netctl;

/// <summary>Links by the names that a user gives.</summary>
internal static class LinkNames
{
    /// <summary>The link to be worked on. That there is none is said as ip says it.</summary>
    public static Link LinkNamed(this RouteSocket socket, string name) =>
        socket.Links.Find(name) ?? throw new CommandFailure(ExitCode.Own, $"Cannot find device \"{name}\"");

    /// <summary>A link that is named beside the one to be worked on, as a master is: a wrong one is a wrong word.</summary>
    public static Link LinkInWords(this RouteSocket socket, Words words)
    {
        string name = words.Value();
        return socket.Links.Find(name) ?? throw Words.Wrong($"\"{words.Keyword}\" takes a link, and there is none called \"{name}\"");
    }
}
