using Hull.Containers;
using Linux;

namespace Hull.Layers;

/// <summary>
/// One layer of overlayfs on the disk, as docker's overlay2 lays it out: its files in diff; a short name for it, in link, that is a symbolic link
/// in the folder l; and, unless it is the lowest, those of all below it in lower, which with short names fit into the page that mount(2) takes.
/// </summary>
internal sealed class OverlayFolder(string id)
{
    /// <summary>The folder of all of them. What lower says, and what is mounted, is relative to it.</summary>
    public const string Root = $"{ContainerFiles.StoreRoot}/overlay2", Links = $"{Root}/l";

    const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int LinkLength = 26;

    public string Id => id;
    public string Folder => $"{Root}/{id}";
    public string Diff => $"{Folder}/diff";
    public string Work => $"{Folder}/work";
    public string Merged => $"{Folder}/merged";

    /// <summary>Its own short name, "l/…".</summary>
    public string Link => "l/" + File.ReadAllText($"{Folder}/link");

    /// <summary>The short names of those below it, the next one first, with colons between; "" for the lowest.</summary>
    public string Lower => SmallFile.Find($"{Folder}/lower") ?? "";

    /// <summary>The short names from this one downwards: what overlayfs takes as lowerdir when it lies on this one.</summary>
    public string Lowers => Lower is { Length: > 0 } lower ? $"{Link}:{lower}" : Link;

    /// <summary>All the folders of files, from this one downwards.</summary>
    public IEnumerable<string> Diffs => Lowers.Split(':').Select(link => Path.GetFullPath(Path.Combine(Links, SymbolicLink.Find($"{Root}/{link}")!)));

    /// <summary>Makes one, empty, on another or as the lowest.</summary>
    public static OverlayFolder Make(string id, OverlayFolder? below)
    {
        Linux.Folder.Ensure(Root, ContainerFiles.RootOnly);
        Linux.Folder.Ensure(Links, ContainerFiles.RootOnly);
        var made = new OverlayFolder(id);
        Linux.Folder.Ensure(made.Folder, ContainerFiles.RootOnly);
        Linux.Folder.Ensure(made.Diff);
        string link = DrawLink();
        File.CreateSymbolicLink($"{Links}/{link}", $"../{id}/diff");
        File.WriteAllText($"{made.Folder}/link", link);
        if (below is not null)
        {
            Linux.Folder.Ensure(made.Work);
            File.WriteAllText($"{made.Folder}/lower", below.Lowers);
        }
        return made;
    }

    static string DrawLink()
    {
        Span<byte> random = stackalloc byte[LinkLength];
        KernelRandom.Fill(random);
        Span<char> link = stackalloc char[LinkLength];
        for (int i = 0; i < link.Length; i++)
            link[i] = Letters[random[i] % Letters.Length];   // 32 of them: each is as likely as the others
        return link.ToString();
    }

    /// <summary>Removes it with all its files. Nothing there is as good.</summary>
    public void Delete()
    {
        if (SmallFile.Find($"{Folder}/link") is { Length: LinkLength } link)
            SmallFile.Remove($"{Links}/{link}");
        FolderTree.Delete(Folder);
    }
}
