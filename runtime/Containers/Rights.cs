using Hull.Seccomp;
using Linux;

namespace Hull.Containers;

/// <summary>What a container may do, as it was asked for: see <see cref="CapabilitiesFrom"/> for what that comes to.</summary>
internal sealed record Rights
{
    public const string All = "ALL";

    /// <summary>Capabilities more and less than usual, by the kernel's names, or <see cref="All"/>. What is added counts after what is dropped.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>All capabilities, all devices, all system calls, all of /proc and /sys.</summary>
    public bool IsPrivileged { get; init; }

    /// <summary>Whether nothing that it runs, setuid or not, gets more rights than it has.</summary>
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>A profile's file, or <see cref="SeccompProfile.Unconfined"/>; null for the usual one.</summary>
    public string? Seccomp { get; init; }

    /// <summary>Whether its root file system is not to be written to.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Whether no path of /proc and /sys is hidden from it or read-only.</summary>
    public bool SystemPathsUnconfined { get; init; }

    public bool SeesAllPaths => IsPrivileged || SystemPathsUnconfined;

    public IReadOnlyList<string> CapabilitiesFrom(IReadOnlyList<string> usual)
    {
        if (IsPrivileged || Added.Contains(All))
            return [.. Capabilities.Available().Except(IsPrivileged ? [] : Dropped)];
        return [.. (Dropped.Contains(All) ? [] : usual.Except(Dropped)).Union(Added)];
    }

    public SeccompConfig? SeccompFor(IReadOnlyList<string> capabilities) =>
        Seccomp == SeccompProfile.Unconfined || Seccomp is null && IsPrivileged ? null
        : Seccomp is null ? SeccompProfile.Default([.. capabilities])
        : SeccompProfile.FromFile(Seccomp, [.. capabilities]);
}
