using System.Globalization;

namespace Hull.Commands.Showing;

/// <summary>Times as docker writes them.</summary>
internal static class ShownTime
{
    /// <summary>What JSON has in the place of a time that is not known or has not come.</summary>
    public const string Never = "0001-01-01T00:00:00Z";

    /// <summary>RFC 3339 with as many decimals as there are: 2026-01-02T03:04:05.678901234Z</summary>
    public static string Rfc3339(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";

    /// <summary>As lists have it: 2026-01-02 03:04:05 +0000 UTC</summary>
    public static string Listed(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture);

    /// <summary>"2 hours ago"</summary>
    public static string Ago(DateTimeOffset time) => $"{HumanTime.Of(DateTimeOffset.UtcNow - time)} ago";
}
