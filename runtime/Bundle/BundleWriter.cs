using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hull.Seccomp;
using Linux;

namespace Hull.Bundle;

/// <summary>Writes config.json.</summary>
internal static class BundleWriter
{
    static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string folder, BundleConfig bundle) => File.WriteAllBytes($"{folder}/config.json", Json(json => Write(json, bundle)));

    /// <summary>Writes it in place of the one that is there, which others may be reading.</summary>
    public static void Replace(string folder, BundleConfig bundle) => AtomicFile.Write($"{folder}/config.json", Json(json => Write(json, bundle)));

    /// <summary>A process alone, for one more in a container that runs.</summary>
    public static byte[] Process(ProcessConfig process) => Json(json => Write(json, process, process.Seccomp));

    static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, s_readable))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, BundleConfig bundle)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion", "1.2.0");
        json.WriteStartObject("root");
        json.WriteString("path", bundle.Root);
        json.WriteBoolean("readonly", bundle.ReadOnlyRoot);
        json.WriteEndObject();
        json.WriteString("hostname", bundle.HostName);
        if (bundle.DomainName != "")
            json.WriteString("domainname", bundle.DomainName);
        json.WritePropertyName("process");
        Write(json, bundle.Process);
        json.WriteStartArray("mounts");
        foreach (var mount in bundle.Mounts)
            Write(json, mount);
        json.WriteEndArray();
        json.WriteStartObject("annotations");
        foreach (var (name, value) in bundle.Annotations.Where(one => one.Key != BundleConfig.InitAnnotation))
            json.WriteString(name, value);
        if (bundle.Process.HasInit)
            json.WriteString(BundleConfig.InitAnnotation, "true");
        json.WriteEndObject();
        json.WriteStartObject("linux");
        WriteLinux(json, bundle);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="seccomp">With a process that stands alone, what the bundle says elsewhere.</param>
    static void Write(Utf8JsonWriter json, ProcessConfig process, SeccompConfig? seccomp = null)
    {
        json.WriteStartObject();
        json.WriteStartObject("user");
        json.WriteNumber("uid", process.Uid);
        json.WriteNumber("gid", process.Gid);
        if (process.UserName != "")
            json.WriteString("username", process.UserName);
        if (process.Umask != 0x12)
            json.WriteNumber("umask", process.Umask);
        if (process.MoreGroups.Count > 0)
        {
            json.WriteStartArray("additionalGids");
            foreach (uint group in process.MoreGroups)
                json.WriteNumberValue(group);
            json.WriteEndArray();
        }
        if (process.MoreGroupNames.Count > 0)
            WriteList(json, "additionalGroups", process.MoreGroupNames);
        json.WriteEndObject();
        WriteList(json, "args", process.Args);
        WriteList(json, "env", process.Env);
        json.WriteString("cwd", process.Cwd);
        json.WriteStartObject("capabilities");
        foreach (var (set, capabilities) in Sets(process))
            WriteList(json, set, capabilities);
        json.WriteEndObject();
        json.WriteBoolean("noNewPrivileges", process.NoNewPrivileges);
        ResourcesJson.Write(json, process);
        WriteTerminal(json, process);
        if (process.InUserNamespace)
            json.WriteBoolean("userNamespace", true);
        Write(json, seccomp);
        json.WriteEndObject();
    }

    static void WriteTerminal(Utf8JsonWriter json, ProcessConfig process)
    {
        json.WriteBoolean("terminal", process.Terminal);
        if (process.ConsoleSize is not { } size)
            return;
        json.WriteStartObject("consoleSize");
        json.WriteNumber("height", size.Rows);
        json.WriteNumber("width", size.Columns);
        json.WriteEndObject();
    }

    static (string, IReadOnlyList<string>)[] Sets(ProcessConfig process) => process.Sets is { } sets
        ? [("bounding", sets.Bounding), ("effective", sets.Effective), ("permitted", sets.Permitted), ("inheritable", sets.Inheritable), ("ambient", sets.Ambient)]
        : [("bounding", process.Capabilities), ("effective", process.Capabilities), ("permitted", process.Capabilities)];

    static void Write(Utf8JsonWriter json, BundleMount mount)
    {
        json.WriteStartObject();
        json.WriteString("destination", mount.Destination);
        json.WriteString("type", mount.Type);
        json.WriteString("source", mount.Source);
        WriteList(json, "options", mount.Options);
        json.WriteEndObject();
    }

    static void WriteLinux(Utf8JsonWriter json, BundleConfig bundle)
    {
        json.WriteStartArray("namespaces");
        foreach (var ns in bundle.Namespaces)
        {
            json.WriteStartObject();
            json.WriteString("type", ns.Type);
            if (ns.Path != "")
                json.WriteString("path", ns.Path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("cgroupsPath", bundle.CgroupsPath);
        json.WriteStartObject("resources");
        json.WriteStartArray("devices");
        foreach (var device in bundle.Devices)
            Write(json, device);
        json.WriteEndArray();
        ResourcesJson.Write(json, bundle.Limits);
        json.WriteEndObject();
        json.WriteStartArray("devices");
        foreach (var node in bundle.DeviceNodes)
            Write(json, node);
        json.WriteEndArray();
        WriteMaps(json, "uidMappings", bundle.UserIds);
        WriteMaps(json, "gidMappings", bundle.GroupIds);
        json.WriteStartObject("sysctl");
        foreach (var (name, value) in bundle.Sysctl)
            json.WriteString(name, value);
        json.WriteEndObject();
        WriteList(json, "maskedPaths", bundle.MaskedPaths);
        WriteList(json, "readonlyPaths", bundle.ReadonlyPaths);
        Write(json, bundle.Process.Seccomp);
    }

    static void Write(Utf8JsonWriter json, SeccompConfig? seccomp)
    {
        if (seccomp is null)
            return;
        json.WritePropertyName("seccomp");
        seccomp.WriteTo(json);
    }

    static void Write(Utf8JsonWriter json, DeviceRule device)
    {
        json.WriteStartObject();
        json.WriteBoolean("allow", device.Allow);
        json.WriteString("type", device.Type.ToString());
        if (device.Major is { } major)
            json.WriteNumber("major", major);
        if (device.Minor is { } minor)
            json.WriteNumber("minor", minor);
        json.WriteString("access", device.Access);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, DeviceNode device)
    {
        json.WriteStartObject();
        json.WriteString("path", device.Path);
        json.WriteString("type", device.Type.ToString());
        json.WriteNumber("major", device.Major);
        json.WriteNumber("minor", device.Minor);
        json.WriteNumber("fileMode", device.Mode);
        json.WriteNumber("uid", device.Uid);
        json.WriteNumber("gid", device.Gid);
        json.WriteEndObject();
    }

    static void WriteMaps(Utf8JsonWriter json, string name, IReadOnlyList<IdMap> maps)
    {
        if (maps.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var map in maps)
        {
            json.WriteStartObject();
            json.WriteNumber("containerID", map.Inside);
            json.WriteNumber("hostID", map.Outside);
            json.WriteNumber("size", map.Size);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
