using Hull.Containers;

namespace Hull.Copying;

/// <summary>One end of a copy: a path here, a path in a container, or - for a tar on a standard stream.</summary>
internal sealed record CopyEnd(string? Container, string Path)
{
    public bool IsStream => Container is null && Path == "-";

    /// <summary>Whether it ends in /. : what is in the folder is meant, not the folder.</summary>
    public bool IsContent => Path is "." || Path.EndsWith("/.", StringComparison.Ordinal);

    /// <summary>Whether it can only be a folder.</summary>
    public bool IsFolder => IsContent || Path.EndsWith('/');

    /// <summary>As docker tells them apart: what begins with / or . is a path here, whatever follows.</summary>
    public static CopyEnd Parse(string text) =>
        text.StartsWith('/') || text.StartsWith('.') || text.Split(':', 2) is not [{ Length: > 0 } container, var path]
            ? new(null, text)
            : new(container, path == "" ? throw new HullException($"{text} names no path in the container", exitCode: 1) : path);

    public override string ToString() => Container is null ? Path : $"{Container}:{Path}";

    /// <summary>The root that the path is taken in.</summary>
    public (Linux.RootFolder Root, IDisposable Open) OpenRoot()
    {
        if (Container is null)
        {
            var host = new Linux.RootFolder("/");
            return (host, host);
        }
        var root = ContainerRoot.Open(AllContainers.Get(Container));
        return (root.Folder, root);
    }

    /// <summary>The path from the root on.</summary>
    public string FromRoot => Container is not null ? "/" + Path.TrimStart('/') : Path.StartsWith('/') ? Path : $"{Environment.CurrentDirectory}/{Path}";

    /// <summary>What it is called where it is copied to.</summary>
    public string Name => Path.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(part => part != ".") ?? ".";
}
