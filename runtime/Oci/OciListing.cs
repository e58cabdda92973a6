using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hull.Commands;
using Linux;

namespace Hull.Oci;

/// <summary>state, list and ps.</summary>
internal static class OciListing
{
    static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int State(OciContainer container)
    {
        OciCommandLine.Say(StateText(container, container.Status) + "\n");
        return 0;
    }

    /// <summary>As the OCI runtime specification has it.</summary>
    public static string StateText(OciContainer container, string status) => Text(json => Write(json, container, status));

    static void Write(Utf8JsonWriter json, OciContainer container, string status)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion", "1.2.0");
        json.WriteString("id", container.Id);
        json.WriteNumber("pid", status == "stopped" ? 0 : container.Pid);
        json.WriteString("status", status);
        json.WriteString("bundle", container.Bundle);
        using var config = JsonDocument.Parse(File.ReadAllBytes($"{container.Folder}/config.json"));
        json.WriteString("rootfs", Path.GetFullPath(Path.Combine(container.Bundle, config.RootElement.GetProperty("root").GetProperty("path").GetString()!)));
        json.WriteString("created", container.Created.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        if (config.RootElement.TryGetProperty("annotations", out var annotations))
        {
            json.WritePropertyName("annotations");
            annotations.WriteTo(json);
        }
        json.WriteString("owner", "");
        json.WriteEndObject();
    }

    /// <summary>JSON in a line of its own.</summary>
    public static string Line(Action<Utf8JsonWriter> write) => Text(write, s_readable with { Indented = false }) + "\n";

    static string Text(Action<Utf8JsonWriter> write) => Text(write, s_readable);

    static string Text(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
            write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static int List(string root, OciArguments args)
    {
        var all = OciContainer.List(root).ToList();
        if (args.Has("quiet"))
            OciCommandLine.Say(string.Concat(all.Select(container => container.Id + "\n")));
        else if (args.Value("format") == "json")
            OciCommandLine.Say(Text(json =>
            {
                json.WriteStartArray();
                foreach (var container in all)
                    Write(json, container, container.Status);
                json.WriteEndArray();
            }) + "\n");
        else
            OciCommandLine.Say(Table(["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"], all.Select(container => new[]
            {
                container.Id, (container.Status == "stopped" ? 0 : container.Pid).ToString(CultureInfo.InvariantCulture), container.Status, container.Bundle,
                container.Created.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture), "root",
            })));
        return 0;
    }

    // Columns as wide as they must be, as runc has them.
    static string Table(string[] head, IEnumerable<string[]> rows)
    {
        var table = new Table(head) { LeastWidth = 0 };
        foreach (var row in rows) table.Add(row);
        return table.ToString();
    }

    public static int Processes(string root, OciArguments args)
    {
        var container = OciContainer.Get(root, OciCommandLine.Id(args));
        var pids = container.Cgroup.Processes().Order().ToList();
        if (args.Value("format") == "json")
            OciCommandLine.Say($"[{string.Join(',', pids)}]\n");
        else
            OciCommandLine.Say(Table(["UID", "PID", "PPID", "CMD"], pids.Select(Process).OfType<string[]>()));
        return 0;
    }

    static string[]? Process(int pid)
    {
        if (SmallFile.Find($"/proc/{pid}/status") is not { } status)
            return null;
        string Field(string name) => status.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?.Split('\t')[1] ?? "";
        return [Field("Uid"), $"{pid}", Field("PPid"), (SmallFile.Find($"/proc/{pid}/cmdline") ?? "").Replace('\0', ' ').Trim()];
    }
}
