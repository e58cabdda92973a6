using System.Globalization;
using Linux;

namespace Hull.Oci;

/// <summary>What a caller has opened for a process beside the standard streams: sockets to listen at, as systemd hands them on (sd_listen_fds(3)), and the files of --preserve-fds.</summary>
/// <param name="List">In the order of their numbers, from 3 on.</param>
/// <param name="Sockets">How many of them, the first, are such sockets.</param>
internal sealed record OciFiles(IReadOnlyList<FileDescriptor> List, int Sockets)
{
    const int First = 3, Most = 1024;

    public static OciFiles Take(OciArguments args, bool withSockets)
    {
        int sockets = withSockets && Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? Number(Environment.GetEnvironmentVariable("LISTEN_FDS")) ?? 0 : 0;
        int preserved = args.Value("preserve-fds") is { } asked
            ? Number(asked) ?? throw new HullException($"--preserve-fds {asked}: a number of files is wanted, {Most} at most", exitCode: 1)
            : 0;
        return new([.. Enumerable.Range(First, sockets + preserved).Select(Take)], sockets);
    }

    static FileDescriptor Take(int number) =>
        FileDescriptor.PassedOn(number) ?? throw new HullException($"--preserve-fds: file {number} is not open; they are counted from {First} on", exitCode: 1);

    static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Most ? number : null;
}
