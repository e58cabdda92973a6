using System.Text.Json.Nodes;
using Hull.Bundle;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Images;

namespace Hull.Commands.Inspecting;

/// <summary>All there is to know of a container, with docker's keys.</summary>
internal static class ContainerJson
{
    /// <param name="withSize">Whether what it wrote, and all that it sees, is counted.</param>
    public static JsonObject Of(Container container, bool withSize)
    {
        var bundle = MountsJson.Bundle(container);
        var files = container.Files;
        var json = new JsonObject
        {
            ["Id"] = container.Id,
            ["Created"] = ShownTime.Rfc3339(container.Created),
            ["Path"] = container.Command.Count > 0 ? container.Command[0] : "",
            ["Args"] = Inspection.List(container.Command.Skip(1)),
            ["State"] = StateJson.Of(container),
            ["Image"] = container.ImageId,
            ["ResolvConfPath"] = files.ResolvConf,
            ["HostnamePath"] = files.HostName,
            ["HostsPath"] = files.Hosts,
            ["LogPath"] = files.Log,
            ["Name"] = "/" + container.Name,
            ["RestartCount"] = ContainerStatus.Restarts(container),
            ["Driver"] = "overlay2",
            ["Platform"] = "linux",
            ["MountLabel"] = "",
            ["ProcessLabel"] = "",
            ["AppArmorProfile"] = "",
            ["ExecIDs"] = null,
            ["HostConfig"] = HostConfigJson.Of(container, bundle),
            ["GraphDriver"] = Layers(container),
        };
        if (withSize)
        {
            long own = ContainerSize.OfOwn(container);
            json["SizeRw"] = own;
            json["SizeRootFs"] = own + (container.ImageId == "" ? 0 : Image.Find(container.ImageId)?.Size ?? 0);
        }
        json["Mounts"] = MountsJson.Of(container, bundle);
        json["Config"] = Config(container, bundle);
        json["NetworkSettings"] = NetworkSettingsJson.Of(container);
        return json;
    }

    static JsonObject Layers(Container container)
    {
        var own = container.Files.Layers.Own;
        return new()
        {
            ["Data"] = new JsonObject
            {
                ["ID"] = container.Id,
                ["LowerDir"] = string.Join(':', own.Diffs.Skip(1)),
                ["MergedDir"] = own.Merged,
                ["UpperDir"] = own.Diff,
                ["WorkDir"] = own.Work,
            },
            ["Name"] = "overlay2",
        };
    }

    // As the image's, with what was asked for in it.
    static JsonObject Config(Container container, BundleConfig? bundle)
    {
        var config = container.Config;
        var json = new JsonObject
        {
            ["Hostname"] = container.Names.HostName,
            ["Domainname"] = container.Names.DomainName,
            ["User"] = config.User,
            ["AttachStdin"] = false,
            ["AttachStdout"] = false,
            ["AttachStderr"] = false,
            ["Tty"] = bundle?.Process.Terminal ?? false,
            ["OpenStdin"] = container.OpensInput,
            ["StdinOnce"] = false,
            ["Env"] = Inspection.List(bundle?.Process.Env ?? config.Env),
            ["Cmd"] = config.Cmd.Count == 0 ? null : Inspection.List(config.Cmd),
            ["Image"] = container.Image,
            ["Volumes"] = config.Volumes.Count == 0 ? null : Keys(config.Volumes),
            ["WorkingDir"] = config.WorkingDir,
            ["Entrypoint"] = config.Entrypoint.Count == 0 ? null : Inspection.List(config.Entrypoint),
            ["OnBuild"] = null,
            ["Labels"] = Inspection.Map(config.Labels),
        };
        if (config.ExposedPorts.Union(container.Ports.Select(port => port.Inside)).ToList() is { Count: > 0 } ports)
            json["ExposedPorts"] = Keys(ports);
        if (config.StopSignal != "")
            json["StopSignal"] = config.StopSignal;
        if (container.Life.StopTimeout is { } seconds)
            json["StopTimeout"] = seconds;
        return json;
    }

    static JsonObject Keys(IEnumerable<string> keys)
    {
        var map = new JsonObject();
        foreach (string key in keys) map[key] = new JsonObject();
        return map;
    }
}
