using Linux;

namespace Hull.Copying;

/// <summary>What a path leads to within a root, in which every link on the way ends, too.</summary>
/// <param name="Folder">The folder that it is in; the thing itself when it is a folder that was named by ".", or the root.</param>
/// <param name="Name">Its name there, or "." .</param>
/// <param name="Entry">Null when nothing is there.</param>
internal sealed record Place(FileDescriptor Folder, string Name, FolderEntry? Entry) : IDisposable
{
    const int MostLinks = 40;   // the kernel's own limit

    public bool IsFolder => Entry?.Kind == FileKind.Folder;

    /// <summary>Null when the folder that it would be in is not there.</summary>
    /// <param name="follow">Whether it is what a symbolic link of that name leads to. One with a slash behind it always is.</param>
    public static Place? Find(RootFolder root, string path, bool follow)
    {
        follow |= path.EndsWith('/');
        for (int links = 0; links < MostLinks; links++)
        {
            string trimmed = path.TrimEnd('/');
            int slash = trimmed.LastIndexOf('/');
            string name = trimmed[(slash + 1)..], above = slash < 0 ? "" : trimmed[..slash];
            if (name is "" or "." or "..")
                return root.Find(trimmed == "" ? "." : trimmed) is { } itself ? new(itself, ".", FolderEntry.Find(itself, ".")) : null;
            if (root.Find(above == "" ? "." : above) is not { } folder)
                return null;
            var entry = FolderEntry.Find(folder, name);
            if (!follow || entry is not { Kind: FileKind.SymbolicLink })
                return new(folder, name, entry);
            string target = entry.Target();
            folder.Dispose();
            path = target.StartsWith('/') ? target : $"{above}/{target}";
        }
        throw new HullException($"{path}: too many links lead to one another", exitCode: 1);
    }

    /// <summary>The folder itself, opened.</summary>
    public FileDescriptor Open() => Entry!.Open();

    public void Dispose() => Folder.Dispose();
}
