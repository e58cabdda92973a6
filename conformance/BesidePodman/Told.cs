using System.Text.RegularExpressions;
using Conformance.Clients;
using Conformance.Differential;
using Tests;

namespace Conformance.BesidePodman;

/// <summary>What came of a group of command lines with one of the tools.</summary>
internal static partial class Told
{
    const string Images = """
        mkdir -p /run/host /run/root && echo of the host >/run/host/file && cd /run/root && mkdir -p bin etc proc sys dev tmp www && chmod 1777 tmp && cp /bin/busybox bin/ && chroot . /bin/busybox --install -s /bin
        printf 'root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n' >etc/passwd; printf 'root:x:0:\nalice:x:1000:\nstaff:x:50:\nextra:x:60:alice\n' >etc/group; echo hello >www/index.html
        tar -cf /run/root.tar . && ip link set lo up && ip link add up0 mtu 1400 type veth peer name up1 && ip link set up0 up
        import() { $TOOL import "$@" >/dev/null 2>&1 || echo import "$@" failed; }
        import /run/root.tar app
        import -c 'CMD ["echo", "the image"]' /run/root.tar cmd
        import -c 'ENTRYPOINT ["echo", "entry"]' -c 'CMD ["the image"]' /run/root.tar entry
        import -c 'USER alice' -c 'WORKDIR /www' -c 'ENV OWN=value' /run/root.tar user
        $TOOL network create --subnet 10.5.0.0/24 n1 >/dev/null
        """;

    public static Observations Podman(CommandLines group)
    {
        var seen = new Observations();
        Clients.Podman.Run((podman, _) =>
        {
            // The name that podman gives images without one of a registry's is localhost/NAME; both know them by NAME alone.
            Require(podman.Try($"TOOL=podman; {Images}"));
            Tell(group, seen, line => podman.Try($"TOOL=podman; {(line[0] == '!' ? line[1..] : $"podman {WithGroup(line, podman.ControlGroup)}")}"));
        });
        return seen;
    }

    static string WithGroup(string line, string group) => line.StartsWith("run ") ? $"run --cgroup-parent /{group} {line[4..]}" : line;

    public static Observations Hull(CommandLines group)
    {
        var seen = new Observations();
        Lab.Run(lab =>
        {
            Require(lab.Try($"TOOL={Binaries.Hull}; {Images}"));
            try
            {
                Tell(group, seen, line => lab.Try($"TOOL={Binaries.Hull}; {(line[0] == '!' ? line[1..] : $"$TOOL {line}")}"));
            }
            finally
            {
                lab.Try($"{Binaries.Hull} rm -f $({Binaries.Hull} ps -aq)");
            }
        });
        return seen;
    }

    static void Require(Outcome made)
    {
        if (made.ExitCode != 0 || made.Out != "")
            throw new InvalidOperationException($"the images: {made}");
    }

    static void Tell(CommandLines group, Observations seen, Func<string, Outcome> tell)
    {
        for (int i = 0; i < group.Lines.Count; i++)
        {
            var outcome = tell(group.Lines[i]);
            string subject = $"{i + 1:00} {group.Lines[i]}";
            seen.Add($"{subject}: exit", $"{outcome.ExitCode}");
            seen.Add($"{subject}: output", Lines(outcome.Out));
            seen.Add($"{subject}: said", Lines(outcome.Err));
        }
    }

    // What either says of itself is a sentence of its own; what is random is not compared, and neither are spaces.
    static IEnumerable<string> Lines(string text) => text.Split('\n')
        .Select(line => line.TrimEnd())
        .Select(line => OwnWords().IsMatch(line) ? "a sentence of its own" : Ids().Replace(line, "ID"))
        .Where(line => line != "See 'podman run --help'");

    [GeneratedRegex("^(Error: |hull: |time=|WARN)")]
    private static partial Regex OwnWords();

    [GeneratedRegex(@"\b([0-9a-f]{64}|[0-9a-f]{12})\b")]
    private static partial Regex Ids();
}
