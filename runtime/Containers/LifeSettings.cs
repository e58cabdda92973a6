using System.Text.Json;

namespace Hull.Containers;

/// <summary>How a container's process is started, ended and started again, as it was asked for.</summary>
internal sealed record LifeSettings
{
    /// <summary>Docker's patience with a process that is asked to end, in seconds.</summary>
    public const int UsualStopTimeout = 10;

    public RestartPolicy Restart { get; init; } = RestartPolicy.Never;

    /// <summary>Seconds that it has to end when it is asked to; below 0 for as many as it takes; null for the usual ones.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>An absolute path: where the number of its first process is written to while there is one; null for nowhere.</summary>
    public string? PidFile { get; init; }

    public TimeSpan Patience(int? asked = null) =>
        (asked ?? StopTimeout ?? UsualStopTimeout) is >= 0 and var seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("restart", Restart.ToString());
        if (StopTimeout is { } seconds)
            json.WriteNumber("stopTimeout", seconds);
        if (PidFile is not null)
            json.WriteString("pidFile", PidFile);
        json.WriteEndObject();
    }

    public static LifeSettings Read(JsonElement json) => new()
    {
        Restart = RestartPolicy.Parse(json.GetProperty("restart").GetString()!),
        StopTimeout = json.TryGetProperty("stopTimeout", out var seconds) ? seconds.GetInt32() : null,
        PidFile = json.TryGetProperty("pidFile", out var file) ? file.GetString() : null,
    };
}
