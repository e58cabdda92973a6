using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hull.Bundle;
using Hull.Commands;
using Linux;

namespace Hull.Oci;

/// <summary>update: other limits for a container that is there, by a file as linux.resources is written, or by options with runc's names.</summary>
internal static class OciUpdate
{
    public const string Valued = "resources|r memory memory-reservation memory-swap cpu-period cpu-quota cpu-share cpuset-cpus cpuset-mems pids-limit blkio-weight";

    public static int Run(string root, OciArguments args)
    {
        var container = OciContainer.Get(root, OciCommandLine.Id(args));
        if (container.Status == "stopped")
            throw new HullException($"cannot update container {container.Id}: it is stopped", exitCode: 1);
        var asked = OciResources.Asked(args.Value("resources") is { } path ? OfFile(path) : OfOptions(args));
        if (asked == new CgroupLimits())
            throw new HullException("update needs a limit to change, such as --memory 100m, or --resources FILE; see hull oci --help", exitCode: 1);
        // What goes by two numbers, such as the processors' time, keeps the one that is not named.
        var limits = asked.Over(OciResources.Asked(container.Config.Limits));
        container.Cgroup.Apply(limits);
        Keep(container, limits);
        return 0;
    }

    static CgroupLimits OfFile(string path)
    {
        using var json = OciBundle.Parse(path, path == "-" ? Stdio.ReadInput() : File.ReadAllBytes(path));
        OciBundle.NeedSupported(path, json.RootElement, "linux.resources.");
        try
        {
            return ResourcesJson.Read(json.RootElement);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
        {
            throw new HullException($"{path} cannot be read: {e.Message}", exitCode: 1);
        }
    }

    static CgroupLimits OfOptions(OciArguments args)
    {
        long? Bytes(string name) => args.Value(name) is { } text ? text == "-1" ? CgroupLimits.Unlimited : ByteSize.Parse($"--{name}", text) : null;
        long? Number(string name, long least, long most = long.MaxValue) => args.Value(name) is not { } text ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most ? number
            : throw new HullException($"--{name} is \"{text}\": a number is wanted, {least} at least", exitCode: 1);
        return new()
        {
            Memory = Bytes("memory"),
            MemoryAndSwap = Bytes("memory-swap"),
            MemoryReservation = Bytes("memory-reservation"),
            CpuPeriod = (ulong?)Number("cpu-period", least: 1),
            CpuQuota = Number("cpu-quota", least: -1),
            CpuShares = (ulong?)Number("cpu-share", least: 2),
            Cpus = args.Value("cpuset-cpus"),
            MemoryNodes = args.Value("cpuset-mems"),
            Pids = Number("pids-limit", least: -1),
            BlockWeight = (ushort?)Number("blkio-weight", least: 10, most: 1000),
        };
    }

    static void Keep(OciContainer container, CgroupLimits limits)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            ResourcesJson.Write(json, limits);
            json.WriteEndObject();
        }
        string path = $"{container.Folder}/config.json";
        var config = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        var linux = config["linux"] as JsonObject ?? (JsonObject)(config["linux"] = new JsonObject())!;
        var resources = linux["resources"] as JsonObject ?? (JsonObject)(linux["resources"] = new JsonObject())!;
        foreach (var (name, value) in JsonNode.Parse(buffer.WrittenSpan)!.AsObject())
            resources[name] = value!.DeepClone();
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(config.ToJsonString()));
    }
}
