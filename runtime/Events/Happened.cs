using System.Globalization;
using Hull.Containers;
using Hull.Images;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Events;

/// <summary>Notes what happened, in docker's words. Call it when it has.</summary>
internal static class Happened
{
    /// <param name="action">create, start, die, kill, stop, restart, pause, unpause, rename, update, attach, oom, destroy; "exec_start: COMMAND".</param>
    public static void To(Container container, string action, params (string Name, string Value)[] more)
    {
        var attributes = new Dictionary<string, string>(container.Config.Labels) { ["image"] = container.Image, ["name"] = container.Name };
        foreach (var (name, value) in more) attributes[name] = value;
        EventLog.Write(new Event("container", action, container.Id, attributes, Event.Now));
    }

    public static void Died(Container container, int exitCode)
    {
        if (ContainerStatus.Of(container).OomKilled)
            To(container, "oom");
        var ran = DateTimeOffset.UtcNow - (ContainerStatus.Started(container) ?? DateTimeOffset.UtcNow);
        To(container, "die", ("execDuration", Number((long)Math.Max(0, ran.TotalSeconds))), ("exitCode", Number(exitCode)));
    }

    public static void Killed(Container container, Signal signal) => To(container, "kill", ("signal", Number((int)signal)));

    /// <summary>One more command in it, by an id of its own, has been made and started.</summary>
    public static void Ran(Container container, string execId, IEnumerable<string> command)
    {
        string words = string.Join(' ', command);
        To(container, $"exec_create: {words}", ("execID", execId));
        To(container, $"exec_start: {words}", ("execID", execId));
    }

    public static void Ran(Container container, string execId, int exitCode) => To(container, "exec_die", ("execID", execId), ("exitCode", Number(exitCode)));

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="action">connect or disconnect.</param>
    public static void ToNetworksOf(Container container, string action)
    {
        if (!NetworkMode.HasNetworks(container.Network))
            return;
        var files = new NetworkFiles(container);
        EventLog.Write([.. files.All().Select(use => Of(KnownNetwork.Of(files.Configuration(use)), action, container))]);
    }

    /// <param name="action">create, connect, disconnect or destroy.</param>
    public static void To(KnownNetwork network, string action, Container? container = null) => EventLog.Write(Of(network, action, container));

    static Event Of(KnownNetwork network, string action, Container? container)
    {
        var attributes = new Dictionary<string, string> { ["name"] = network.Name, ["type"] = network.Driver };
        if (container is not null) attributes["container"] = container.Id;
        return new("network", action, network.Id, attributes, Event.Now);
    }

    /// <param name="action">load, import, save, tag, untag or delete.</param>
    /// <param name="name">The name in question; the id without.</param>
    public static void To(Image image, string action, string? name = null) => ToImage(image.Id, action, name);

    public static void ToImage(string id, string action, string? name = null) =>
        EventLog.Write(new Event("image", action, id, new Dictionary<string, string> { ["name"] = name ?? id }, Event.Now));

    /// <param name="action">create or destroy.</param>
    public static void To(Volume volume, string action) =>
        EventLog.Write(new Event("volume", action, volume.Name, new Dictionary<string, string> { ["driver"] = "local" }, Event.Now));
}
