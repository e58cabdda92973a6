using System.Globalization;
using System.Text.Json;
using Hull.Images;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>A container as it was asked for. What becomes of it is in the files beside this record: see <see cref="ContainerFiles"/>.</summary>
internal sealed record Container
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The image as it was asked for, or the folder that was given in its place.</summary>
    public required string Image { get; init; }

    /// <summary>"sha256:" and 64 digits; "" for one of a folder.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>What runs in it: entry point and command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The image's settings, and over them what was asked for.</summary>
    public ImageConfig Config { get; init; } = new();
    public required DateTimeOffset Created { get; init; }

    /// <summary>The names of the volumes that it has.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Whose volumes it was given, as --volumes-from has it.</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];

    /// <summary>The ports that it publishes; where the choice is ours, the one of the host's is known while it runs.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>The same as they were asked for.</summary>
    public IReadOnlyList<PublishedPort> AskedPorts { get; init; } = [];

    /// <summary>As the first --network has it: the name of a network, "none", "host", "ns:NAME" or "container:ID".</summary>
    public required string Network { get; init; }

    /// <summary>What it is called in itself, and what it knows of others' names.</summary>
    public NamesAsked Names { get; init; } = new() { HostName = "" };

    /// <summary>How its process is started, ended and started again.</summary>
    public LifeSettings Life { get; init; } = new();

    /// <summary>Whether it is removed when it ends.</summary>
    public bool Remove { get; init; }

    /// <summary>How its log is kept.</summary>
    public LogAsked Log { get; init; } = new();

    /// <summary>Whether somebody may write to it: else it reads nothing.</summary>
    public bool OpensInput { get; init; }

    public string ShortId => Id[..12];

    public ContainerFiles Files => new(Id);

    /// <summary>The namespace that hull makes for it, by name; null when it has one of somebody else's.</summary>
    public string? OwnNamespace => NetworkMode.IsOwn(Network) ? $"hull-{ShortId}" : null;

    /// <summary>The namespace it runs in, by name; null for the host's.</summary>
    public string? NamespaceName => OwnNamespace ?? NetworkMode.NamespaceOf(Network);

    /// <summary>The control group that its own is in, by the path below the root of the hierarchies.</summary>
    public string CgroupParent { get; init; } = DefaultCgroupParent;
    public const string DefaultCgroupParent = "hull";

    public string CgroupName => $"{CgroupParent}/{Id}";

    public void Save()
    {
        // All of it at once: others look while we write.
        using var file = UnnamedFile.Create(Files.Store, ToJson(), 0x180 /* 0600 */);
        file.TryLink(Files.Record);
    }

    /// <summary>In place of what was saved. Call it with the containers' lock held.</summary>
    public void Replace() => AtomicFile.Write(Files.Record, ToJson(), 0x180 /* 0600 */, draft: $"{Files.Record}.new");

    byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            WriteTo(json);
        return stream.ToArray();
    }

    void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("name", Name);
        json.WriteString("image", Image);
        json.WriteString("imageId", ImageId);
        json.WritePropertyName("config");
        Config.WriteTo(json);
        WriteTexts(json, "command", Command);
        json.WriteString("created", Created);
        WriteTexts(json, "volumes", Volumes);
        WriteTexts(json, "volumesFrom", VolumesFrom);
        WriteTexts(json, "ports", AskedPorts.Select(port => port.ToString()));
        json.WriteString("network", Network);
        json.WriteString("cgroupParent", CgroupParent);
        json.WritePropertyName("names");
        Names.WriteTo(json);
        json.WritePropertyName("life");
        Life.WriteTo(json);
        json.WriteBoolean("remove", Remove);
        json.WriteBoolean("opensInput", OpensInput);
        json.WritePropertyName("log");
        Log.WriteTo(json);
        json.WriteEndObject();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Null when there is none, or only what was left of one whose record was never written.</summary>
    public static Container? Find(string id)
    {
        var text = new ContainerFiles(id).ReadRecord();
        if (text is null)
            return null;
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        string Text(string name) => root.GetProperty(name).GetString()!;
        IEnumerable<string> Texts(string name) => root.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
        IReadOnlyList<PublishedPort> ports = [.. Texts("ports").Select(PublishedPort.Parse)];
        return new Container
        {
            Id = Text("id"),
            Name = Text("name"),
            Image = Text("image"),
            ImageId = Text("imageId"),
            Config = ImageConfig.Read(root.GetProperty("config")),
            Command = [.. Texts("command")],
            Created = DateTimeOffset.Parse(Text("created"), CultureInfo.InvariantCulture),
            Volumes = [.. Texts("volumes")],
            VolumesFrom = root.TryGetProperty("volumesFrom", out _) ? [.. Texts("volumesFrom")] : [],
            Ports = ports.All(port => port.IsSettled) ? ports : PortFile.Find(id) ?? ports,
            AskedPorts = ports,
            Network = Text("network"),
            CgroupParent = Text("cgroupParent"),
            Names = NamesAsked.Read(root.GetProperty("names")),
            Life = root.TryGetProperty("life", out var life) ? LifeSettings.Read(life) : new(),
            Remove = root.GetProperty("remove").GetBoolean(),
            OpensInput = root.GetProperty("opensInput").GetBoolean(),
            Log = root.TryGetProperty("log", out var log) ? LogAsked.Read(log) : new(),
        };
    }
}
