using Tests;

namespace Conformance.OciClients;

/// <summary>hull under the name by which it is a runtime that engines call, in a folder of a lab.</summary>
internal static class HullRuntime
{
    public const string Path = "/run/runtime/hull-oci";

    /// <summary>A shell's command that puts it there.</summary>
    public static string Put => $"mkdir -p /run/runtime && ln -sf {Binaries.Hull} {Path}";

    /// <summary>A shell's command that lists what containers have left of it: nothing, when they all are gone.</summary>
    public const string Left = "find /run/hull-oci /run/containerd/runc -mindepth 1 -name config.json 2>/dev/null || true";
}
