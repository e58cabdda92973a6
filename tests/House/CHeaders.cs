using System.Reflection;
using System.Text;
using Linux;
using Xunit;

namespace Tests.House;

/// <summary>This machine's headers, asked by a C compiler.</summary>
internal static class CHeaders
{
    static readonly string[] s_headers =
    [
        "errno.h", "sys/types.h", "sys/socket.h", "sys/stat.h", "sys/vfs.h", "sys/mount.h", "sys/file.h", "sys/wait.h", "sys/prctl.h", "sys/resource.h",
        "sys/syscall.h", "sys/uio.h", "sys/un.h", "sys/time.h", "sys/ioctl.h", "sys/random.h", "sys/inotify.h", "sys/epoll.h", "sys/signalfd.h", "sys/xattr.h",
        "fcntl.h", "sched.h", "poll.h", "signal.h", "unistd.h", "termios.h", "spawn.h", "dirent.h", "netinet/in.h",
        "linux/magic.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if_link.h", "linux/if_addr.h", "linux/if_arp.h", "linux/icmpv6.h", "linux/neighbour.h",
        "linux/net_namespace.h", "linux/veth.h", "linux/if_bridge.h", "linux/if_tun.h", "linux/fib_rules.h", "linux/pkt_sched.h", "linux/pkt_cls.h", "linux/gen_stats.h", "linux/tc_act/tc_mirred.h", "linux/if_ether.h",
        "linux/netfilter.h", "linux/netfilter/nfnetlink.h", "linux/netfilter/nf_tables.h", "linux/netfilter/nf_tables_compat.h", "linux/netfilter/nfnetlink_conntrack.h",
        "linux/netfilter/nf_nat.h", "linux/netfilter/nf_conntrack_common.h", "linux/netfilter/nf_conntrack_tcp.h", "linux/netfilter_ipv4.h",
        "sys/mman.h", "linux/capability.h", "linux/seccomp.h", "linux/filter.h", "linux/bpf.h", "linux/audit.h", "linux/sockios.h", "linux/openat2.h", "linux/nsfs.h",
        "linux/if_packet.h", "linux/if_ether.h", "time.h",
    ];

    /// <summary>The rooms that speak to the kernel in numbers.</summary>
    public static IReadOnlyList<Assembly> Users { get; } = [typeof(Libc).Assembly, Assembly.Load("Netlink"), Assembly.Load("Netfilter")];

    /// <summary>C for: <paramref name="expression"/> has this value, in as many bits as the value has.</summary>
    public static string Equal(string expression, object value, string what)
    {
        string type = value switch { byte or sbyte => "char", short or ushort => "short", int or uint => "int", _ => "long" };
        string number = value is ulong large ? $"{large}UL" : $"{Convert.ToInt64(value)}L";
        return $"_Static_assert((unsigned {type})({expression}) == (unsigned {type})({number}), \"{what} is {value}\");";
    }

    /// <summary>Fails with what does not hold.</summary>
    public static void Agree(IEnumerable<string> assertions)
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n");
        foreach (string header in s_headers) source.Append($"#include <{header}>\n");
        foreach (string assertion in assertions) source.Append(assertion).Append('\n');
        var outcome = Shell.Run("cc -x c -fsyntax-only -fno-diagnostics-show-caret -", source.ToString());
        Assert.True(outcome.ExitCode == 0, string.Join('\n', outcome.Err.Split('\n').Where(line => line.Contains("error:") && !line.Contains("not an integer")).Take(20)));
    }
}
