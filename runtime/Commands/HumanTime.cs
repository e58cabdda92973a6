namespace Hull.Commands;

/// <summary>Durations in docker's words: "5 seconds", "About a minute", "3 weeks". They are cut, not rounded.</summary>
internal static class HumanTime
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "Less than a second",
        { TotalSeconds: < 2 } => "1 second",
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds} seconds",
        { TotalMinutes: < 2 } => "About a minute",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} minutes",
        // From here on docker rounds to the next hour first.
        _ => OfHours((int)(time.TotalHours + 0.5)),
    };

    static string OfHours(int hours) => hours switch
    {
        1 => "About an hour",
        < 48 => $"{hours} hours",
        < 24 * 7 * 2 => $"{hours / 24} days",
        < 24 * 30 * 2 => $"{hours / 24 / 7} weeks",
        < 24 * 365 * 2 => $"{hours / 24 / 30} months",
        _ => $"{hours / 24 / 365} years",
    };
}
