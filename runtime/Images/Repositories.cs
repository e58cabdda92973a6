using System.Text.Json;
using Hull.Containers;
using Linux;

namespace Hull.Images;

/// <summary>The names of images, in docker's file: {"Repositories":{"busybox":{"busybox:latest":"sha256:…"}}}.</summary>
internal sealed class Repositories
{
    const string Path = $"{ContainerFiles.StoreRoot}/image/overlay2/repositories.json";

    readonly SortedDictionary<string, string> _ids = new(StringComparer.Ordinal);

    public static Repositories Read()
    {
        var read = new Repositories();
        if (!File.Exists(Path))
            return read;
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path));
        foreach (var repository in json.RootElement.GetProperty("Repositories").EnumerateObject())
            foreach (var name in repository.Value.EnumerateObject())
                read._ids[name.Name] = name.Value.GetString()!;
        return read;
    }

    /// <summary>The id of the image of that name, "NAME:TAG"; null when there is none.</summary>
    public string? Find(string name) => _ids.GetValueOrDefault(name);

    public IReadOnlyList<string> NamesOf(string id) => [.. _ids.Where(one => one.Value == id).Select(one => one.Key)];

    public IEnumerable<(string Name, string Id)> All => _ids.Select(one => (one.Key, one.Value));

    /// <summary>Gives a name to an image. The one that had it keeps only its other names, and its id.</summary>
    public static void Set(string name, string id) => Change(names => names._ids[name] = id);

    public static void Remove(string name) => Change(names => names._ids.Remove(name));

    static void Change(Action<Repositories> change)
    {
        Folder.Ensure(ContainerFiles.RunRoot, ContainerFiles.RootOnly);
        Folder.Ensure(System.IO.Path.GetDirectoryName(Path)!, ContainerFiles.RootOnly);
        using var onlyUs = FileLock.Take($"{ContainerFiles.RunRoot}/names.lock");
        var names = Read();
        change(names);
        if (names._ids.Count > 0)
            names.Write();
        else
            SmallFile.Remove(Path);
    }

    void Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("Repositories");
            foreach (var repository in _ids.GroupBy(one => ImageName.Split(one.Key).Repository))
            {
                json.WriteStartObject(repository.Key);
                foreach (var (name, id) in repository)
                    json.WriteString(name, id);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        AtomicFile.Write(Path, stream.ToArray(), 0x180 /* 0600 */);
    }
}
