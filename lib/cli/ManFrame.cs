namespace Cli;

/// <summary>What a manual page says around the commands, in the macros of man(7).</summary>
public sealed record ManFrame
{
    /// <summary>What whatis(1) shows.</summary>
    public required string About { get; init; }

    /// <summary>What stands behind the tool's name.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Null where the root command's own description says it.</summary>
    public string? Description { get; init; }

    public string OfOptions { get; init; } = "";

    public string OfCommands { get; init; } = "";

    /// <summary>The sections after the commands.</summary>
    public required string Rest { get; init; }
}
