using System.CommandLine;
using System.Globalization;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>What run can be told about what a container shares with the host and with others.</summary>
internal static class IsolationOptions
{
    static readonly Option<string?> s_pid = new("--pid") { Description = "Whose processes it sees: host, or container:NAME; its own without." };
    static readonly Option<string?> s_ipc = new("--ipc") { Description = "Whose shared memory and message queues it has: host, private, shareable or container:NAME; its own without." };
    static readonly Option<string?> s_uts = new("--uts") { Description = "Whose host name it has: host, or container:NAME; its own without." };
    static readonly Option<string?> s_cgroup = new("--cgroupns") { Description = "Whose view of control groups it has: host or private." };
    static readonly Option<string?> s_users = new("--userns") { Description = "Whose users it has: host, or its own by CONTAINER:HOST:SIZE, so that 0:100000:65536 makes its root the host's 100000." };
    static readonly Option<string[]> s_uids = new("--uidmap") { Description = "A range of its users, CONTAINER:HOST:SIZE." };
    static readonly Option<string[]> s_gids = new("--gidmap") { Description = "A range of its groups, CONTAINER:HOST:SIZE; as its users without." };
    static readonly Option<string[]> s_sysctl = new("--sysctl") { Description = "A kernel setting of its own, NAME=value: net.*, kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*." };
    static readonly Option<string[]> s_groups = new("--group-add") { Description = "One more group that its user is in, by name or number." };
    static readonly Option<string?> s_umask = new("--umask") { Description = "The permissions that new files do not get, octal; 0022 without." };
    static readonly Option<string[]> s_devices = new("--device") { Description = "A device of the host's, or all in a folder: HOST[:CONTAINER[:rwm]]." };
    static readonly Option<bool> s_scratch = new("--read-only-tmpfs") { Description = "With --read-only: memory to write to on /run, /tmp and /var/tmp." };

    public static IReadOnlyList<Option> All => [s_pid, s_ipc, s_uts, s_cgroup, s_users, s_uids, s_gids, s_sysctl, s_groups, s_umask, s_devices, s_scratch];

    public static Isolation Isolation(ParseResult parsed)
    {
        string ipc = Shared("--ipc", parsed.GetValue(s_ipc), Containers.Isolation.Private, "shareable");
        var isolation = new Isolation
        {
            Pid = Shared("--pid", parsed.GetValue(s_pid), Containers.Isolation.Private),
            Ipc = ipc,
            Uts = Shared("--uts", parsed.GetValue(s_uts), Containers.Isolation.Private),
            CgroupNamespace = parsed.GetValue(s_cgroup) switch
            {
                null or Containers.Isolation.Private => "",
                Containers.Isolation.Host => Containers.Isolation.Host,
                var other => throw new HullException($"--cgroupns is {other}: it is host or private"),
            },
            Sysctl = Settings.Parse(parsed.GetValue(s_sysctl) ?? []),
            MoreGroups = parsed.GetValue(s_groups) ?? [],
            Umask = parsed.GetValue(s_umask) is { } mask ? Umask(mask) : null,
            Devices = [.. (parsed.GetValue(s_devices) ?? []).SelectMany(HostDevice.Parse)],
            ScratchFolders = parsed.GetValue(s_scratch),
        };
        return WithUsers(parsed, isolation);
    }

    static Isolation WithUsers(ParseResult parsed, Isolation isolation)
    {
        string? users = parsed.GetValue(s_users);
        string[] uids = parsed.GetValue(s_uids) ?? [], gids = parsed.GetValue(s_gids) ?? [];
        if (users == Containers.Isolation.Host && uids.Length + gids.Length > 0)
            throw new HullException("--userns host has the host's users, and takes no --uidmap and no --gidmap");
        var maps = (users is null or Containers.Isolation.Host ? [] : users.Split(',')).Concat(uids).Select(map => Map("--uidmap", map)).ToList();
        var groups = gids.Length > 0 ? [.. gids.Select(map => Map("--gidmap", map))] : maps;
        if (maps.Count == 0 && groups.Count > 0)
            throw new HullException("--gidmap needs --uidmap: a container has users and groups of its own, or neither");
        foreach (var (option, some) in new[] { ("--uidmap", maps), ("--gidmap", groups) })
            if (some.Count > 0 && IdMap.Outwards(some, 0) is null)
                throw new HullException($"{option}: no range begins with 0, and a container is made by its root");
        return isolation with { UserIds = maps, GroupIds = groups };
    }

    static IdMap Map(string option, string text) =>
        IdMap.Parse(text) ?? throw new HullException($"{option} is {text}: it reads CONTAINER:HOST:SIZE, such as 0:100000:65536");

    // Names of containers can change hands, ids do not.
    static string Shared(string option, string? given, params ReadOnlySpan<string> own)
    {
        if (given is null || own.Contains(given))
            return "";
        if (given == Containers.Isolation.Host)
            return given;
        if (!given.StartsWith(SharedNamespaces.Prefix, StringComparison.Ordinal))
            throw new HullException($"{option} is {given}: it is {string.Join(", ", [Containers.Isolation.Host, .. own])} or container:NAME");
        var other = AllContainers.Get(given[SharedNamespaces.Prefix.Length..]);
        if (ContainerStatus.Of(other).Phase != Phase.Running)
            throw new HullException($"{option} {given}: container {other.Name} is not running, and has nothing to share");
        return SharedNamespaces.Prefix + other.Id;
    }

    static uint Umask(string text)
    {
        try
        {
            if (Convert.ToUInt32(text, 8) is var mask and <= 0x1ff)
                return mask;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException) { }
        throw new HullException(string.Create(CultureInfo.InvariantCulture, $"--umask is {text}: it is an octal number up to 0777"));
    }
}
