using System.Text.Json.Nodes;
using Hull.Commands.Showing;
using Hull.Containers;
using Linux;

namespace Hull.Commands.Inspecting;

/// <summary>How a container is, as docker's State.</summary>
internal static class StateJson
{
    public static JsonObject Of(Container container)
    {
        var status = ContainerStatus.Of(container);
        return new()
        {
            ["Status"] = Word(status.Phase),
            ["Running"] = status.IsAlive,
            ["Paused"] = status.Phase == Phase.Paused,
            ["Restarting"] = status.Phase == Phase.Restarting,
            ["OOMKilled"] = status.OomKilled,
            ["Dead"] = false,
            ["Pid"] = status.Pid,
            ["ExitCode"] = status.HasProcesses ? 0 : status.ExitCode,
            ["Error"] = Failure(container),
            ["StartedAt"] = ContainerStatus.Started(container) is { } started ? ShownTime.Rfc3339(started) : ShownTime.Never,
            ["FinishedAt"] = status.Phase == Phase.Exited ? ShownTime.Rfc3339(status.Since) : ShownTime.Never,
        };
    }

    static string Word(Phase phase) => phase.ToString().ToLowerInvariant();

    // "CODE WHY", of a start that failed.
    static string Failure(Container container) => SmallFile.Find(container.Files.Failure)?.Trim().Split(' ', 2) is [_, var why] ? why : "";
}
