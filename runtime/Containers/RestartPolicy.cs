using System.Globalization;

namespace Hull.Containers;

/// <summary>--restart: whether a container whose process has ended is started again.</summary>
/// <param name="Name">no, on-failure, always or unless-stopped.</param>
/// <param name="Most">With on-failure, how many times at most; 0 for no limit.</param>
internal sealed record RestartPolicy(string Name, int Most = 0)
{
    public const string No = "no", OnFailure = "on-failure", Always = "always", UnlessStopped = "unless-stopped";

    public static RestartPolicy Never { get; } = new(No);

    public bool IsAny => Name != No;

    /// <summary>Whether it is started when the machine has been.</summary>
    /// <param name="stopped">Whether somebody stopped it, which it then still is with unless-stopped.</param>
    public bool CountsAtBoot(bool stopped) => Name == Always || Name == UnlessStopped && !stopped;

    /// <summary>Whether it is started after an end that nobody asked for.</summary>
    /// <param name="exitCode">What it ended with.</param>
    /// <param name="count">How many times that was done already.</param>
    public bool Follows(int exitCode, int count) => Name switch
    {
        Always or UnlessStopped => true,
        OnFailure => exitCode != 0 && (Most == 0 || count < Most),
        _ => false,
    };

    public static RestartPolicy Parse(string text) => text.Split(':', 2) switch
    {
        [No or Always or UnlessStopped] => new(text),
        [OnFailure] => new(OnFailure),
        [OnFailure, var most] when int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => new(OnFailure, number),
        [""] => Never,
        _ => throw new HullException($"invalid --restart {text}: it reads no, on-failure, on-failure:TIMES, always or unless-stopped"),
    };

    public override string ToString() => Most > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{Most}") : Name;
}
