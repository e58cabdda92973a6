using System.Buffers;
using System.Text;
using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>An attachment that was made and not yet taken away: what its ADD was asked for, and what it answered.</summary>
public sealed record CachedAttachment(string NetworkName, Attachment Attachment, AttachOptions Options, CniResult? Result);

/// <summary>
/// Results of ADD, kept for CHECK, DEL and GC in the files and the format of libcni, so that other runtimes and tools find them.
/// </summary>
public sealed class ResultCache(string directory)
{
    const string Kind = "cniCacheV1";

    string Folder => Path.Combine(directory, "results");

    string FileOf(NetworkList network, Attachment at) => Path.Combine(Folder, $"{network.Name}-{at.ContainerId}-{at.IfName}");

    /// <summary>Keeps a result: all of it at once, or nothing.</summary>
    public void Write(NetworkList network, Attachment at, AttachOptions options, CniResult result)
    {
        Linux.Folder.Ensure(Folder, 0x1c0 /* 0700 */);
        using var file = UnnamedFile.Create(Folder, Document(network, at, options, result), 0x180 /* 0600 */);
        string path = FileOf(network, at);
        while (!file.TryLink(path))
            SmallFile.Remove(path);
    }

    static byte[] Document(NetworkList network, Attachment at, AttachOptions options, CniResult result)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Plain))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteString("containerId", at.ContainerId);
            json.WriteBase64String("config", network.Source.Span);
            json.WriteString("ifName", at.IfName);
            json.WriteString("networkName", network.Name);
            json.WriteUnlessEmpty("netns", at.NetNs);
            WriteArgs(json, options);
            WriteCapabilities(json, options);
            json.WritePropertyName("result");
            result.WriteTo(json, network.CniVersion);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteArgs(Utf8JsonWriter json, AttachOptions options)
    {
        if (options.Args.Count == 0)
            return;
        json.WriteStartArray("cniArgs");
        foreach (var (key, value) in options.Args)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    static void WriteCapabilities(Utf8JsonWriter json, AttachOptions options)
    {
        if (options.Capabilities.Count == 0)
            return;
        json.WriteStartObject("capabilityArgs");
        foreach (var (key, value) in options.Capabilities)
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }
        json.WriteEndObject();
    }

    /// <summary>What an ADD answered; null when nothing was kept.</summary>
    /// <exception cref="CniError">The file cannot be understood.</exception>
    public CniResult? Find(NetworkList network, Attachment at)
    {
        string file = FileOf(network, at);
        if (SmallFile.Find(file) is not { } text)
            return null;
        try
        {
            return ReadResult(JsonText.Parse(Encoding.UTF8.GetBytes(text)), network.CniVersion);
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.DecodingFailure, $"failed to get network \"{network.Name}\" cached result: {file}: {e.Message}");
        }
    }

    // Very old files are the bare result.
    static CniResult? ReadResult(JsonElement json, CniVersion version)
    {
        var members = new ConfigObject(json);
        if (members.String("kind") == Kind)
            return members.Find("result") is { } result ? CniResult.Read(result, version) : null;
        return CniResult.Read(json, version);
    }

    /// <summary>Every attachment that was kept, whatever the network. What cannot be understood is told by the name of its file, which ends in the container's id and the link's name.</summary>
    public (IReadOnlyList<CachedAttachment> Kept, IReadOnlyList<string> Unread) ListAll()
    {
        var (kept, unread) = (new List<CachedAttachment>(), new List<string>());
        foreach (string name in Linux.Folder.Names(Folder) ?? [])
            if (Read(Path.Combine(Folder, name)) is { } cached)
                kept.Add(cached);
            else
                unread.Add(name);
        return (kept, unread);
    }

    /// <summary>Every attachment that was kept for a network.</summary>
    public IReadOnlyList<CachedAttachment> List(string network)
    {
        var found = new List<CachedAttachment>();
        if (Directory.Exists(Folder))
            foreach (string file in Directory.EnumerateFiles(Folder, $"{network}-*"))
                if (Read(file) is { } cached && cached.NetworkName == network)
                    found.Add(cached);
        found.Sort((a, b) => string.CompareOrdinal($"{a.Attachment.ContainerId}-{a.Attachment.IfName}", $"{b.Attachment.ContainerId}-{b.Attachment.IfName}"));
        return found;
    }

    static CachedAttachment? Read(string file)
    {
        try
        {
            var json = JsonText.Parse(Encoding.UTF8.GetBytes(SmallFile.Find(file) ?? "{}"));
            var members = new ConfigObject(json);
            if (members.String("kind") != Kind)
                return null;
            var at = new Attachment(members.String("containerId"), members.String("netns"), members.String("ifName"));
            CniNames.CheckContainerId(at.ContainerId);   // they become parts of file names again
            CniNames.CheckIfName(at.IfName);
            return new(members.String("networkName"), at, ReadOptions(members), ReadResult(json, CniVersion.Newest));
        }
        catch (Exception e) when (e is JsonException or CniError)
        {
            Stdio.WriteError($"{file} cannot be understood and is left alone: {e.Message}");
            return null;
        }
    }

    // A DEL of what nobody remembers is asked for as the ADD was.
    static AttachOptions ReadOptions(ConfigObject members)
    {
        var args = new List<KeyValuePair<string, string>>();
        if (members.Find("cniArgs") is { ValueKind: JsonValueKind.Array } pairs)
            foreach (var pair in pairs.EnumerateArray())
                if (pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2)
                    args.Add(new(pair[0].ToString(), pair[1].ToString()));
        var capabilities = new Dictionary<string, JsonElement>();
        if (members.Find("capabilityArgs") is { ValueKind: JsonValueKind.Object } given)
            foreach (var capability in given.EnumerateObject())
                capabilities[capability.Name] = capability.Value;
        return new() { Args = args, Capabilities = capabilities };
    }

    public void Remove(NetworkList network, Attachment at) => SmallFile.Remove(FileOf(network, at));
}
