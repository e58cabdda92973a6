using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Linux;
using Xunit;

namespace Tests.House;

/// <summary>
/// The kernel's numbers and structures as this machine's headers have them: a C compiler is the judge. What is checked follows from the spelling alone:
/// IFLA.LINKINFO is IFLA_LINKINFO, Libc.O_CREAT is O_CREAT, and Libc.StatX.stx_mode is at offsetof(struct statx, stx_mode).
/// </summary>
public partial class NumbersTests
{
    static readonly string[] s_headers =
    [
        "sys/types.h", "sys/socket.h", "sys/stat.h", "sys/vfs.h", "sys/mount.h", "sys/file.h", "sys/wait.h", "sys/prctl.h", "sys/resource.h",
        "sys/syscall.h", "sys/uio.h", "sys/un.h", "sys/time.h", "sys/ioctl.h", "sys/random.h", "sys/inotify.h", "sys/epoll.h", "sys/signalfd.h", "sys/xattr.h",
        "fcntl.h", "sched.h", "poll.h", "signal.h", "unistd.h", "termios.h", "spawn.h", "dirent.h", "netinet/in.h",
        "linux/magic.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if_link.h", "linux/if_addr.h", "linux/if_arp.h", "linux/neighbour.h",
        "linux/net_namespace.h", "linux/veth.h", "linux/if_bridge.h", "linux/if_tun.h", "linux/fib_rules.h", "linux/pkt_sched.h", "linux/pkt_cls.h",
        "linux/netfilter.h", "linux/netfilter/nfnetlink.h", "linux/netfilter/nf_tables.h", "linux/netfilter/nfnetlink_conntrack.h",
        "linux/netfilter/nf_nat.h", "linux/netfilter/nf_conntrack_common.h", "linux/netfilter/nf_conntrack_tcp.h", "linux/netfilter_ipv4.h",
        "linux/capability.h", "linux/seccomp.h", "linux/filter.h", "linux/audit.h", "linux/sockios.h", "linux/openat2.h", "linux/nsfs.h",
    ];

    // Names that the rule of spelling does not lead to. Keep this short: a name that needs a line here is better spelled as the header does.
    static readonly Dictionary<string, string> s_otherwise = new()
    {
    };

    // What is newer than the headers of Debian 12 (Linux 6.1, glibc 2.36).
    static readonly HashSet<string> s_newer = [];

    [Fact]
    public void Every_number_is_the_headers() => Compile(
        from type in KernelTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.IsLiteral && field.GetRawConstantValue() is not string
        let name = CName(type, field.Name)
        where !s_newer.Contains(name)
        let c = CType(field.GetRawConstantValue()!)
        select $"_Static_assert(({c})({name}) == ({c})({Literal(field.GetRawConstantValue()!)}), \"{type.Name}.{field.Name} is {field.GetRawConstantValue()}\");");

    [Fact]
    public void Every_structure_is_the_headers() => Compile(
        from type in typeof(Libc).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
        where type is { IsValueType: true, IsEnum: false }
        let name = CName(type)
        from assertion in SizeAndOffsets(type, name)
        select assertion);

    static IEnumerable<string> SizeAndOffsets(Type type, string name)
    {
        yield return $"_Static_assert(sizeof({name}) == {SizeOf(type)}, \"{type.Name} has {SizeOf(type)} bytes\");";
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            int offset = OffsetOf(type, field);
            yield return $"_Static_assert(offsetof({name}, {field.Name}) == {offset}, \"{type.Name}.{field.Name} is at {offset}\");";
            yield return $"_Static_assert(sizeof((({name} *)0)->{field.Name}) == {SizeOf(field.FieldType)}, \"{type.Name}.{field.Name} has {SizeOf(field.FieldType)} bytes\");";
        }
    }

    static IEnumerable<Type> KernelTypes() =>
        from assembly in (Assembly[])[typeof(Libc).Assembly, .. ReferencedByTests()]
        from type in assembly.GetTypes()
        where type == typeof(Libc) || HeaderName().IsMatch(type.Name)
        select type;

    static IEnumerable<Assembly> ReferencedByTests() => ((string[])["Netlink", "Netfilter"]).Select(Assembly.Load);

    static string CName(Type type, string field)
    {
        string name = type == typeof(Libc) ? field : $"{type.Name}_{field}";
        return s_otherwise.GetValueOrDefault(name, name);
    }

    static string CName(Type type) => s_otherwise.GetValueOrDefault(type.Name, $"struct {type.Name.ToLowerInvariant()}");

    static string CType(object value) => value switch
    {
        byte or sbyte => "unsigned char",
        short or ushort => "unsigned short",
        int or uint => "unsigned int",
        _ => "unsigned long long",
    };

    static string Literal(object value) => value is ulong large ? $"{large}ULL" : $"{Convert.ToInt64(value)}LL";

    static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    // The runtime tells where a field is only by reaching it: fill the structure with the field's bytes all ones and look where they are.
    static int OffsetOf(Type type, FieldInfo field) =>
        (int)typeof(NumbersTests).GetMethod(nameof(FirstByteOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, [field])!;

    static unsafe int FirstByteOf<T>(FieldInfo field) where T : unmanaged
    {
        object boxed = default(T);
        field.SetValue(boxed, Ones(field.FieldType));
        var value = (T)boxed;
        return new ReadOnlySpan<byte>(&value, sizeof(T)).IndexOfAnyExcept((byte)0);
    }

    static object Ones(Type type) =>
        typeof(NumbersTests).GetMethod(nameof(OnesOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;

    static unsafe T OnesOf<T>() where T : unmanaged
    {
        T value;
        new Span<byte>(&value, sizeof(T)).Fill(0xff);
        return value;
    }

    static void Compile(IEnumerable<string> assertions)
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n");
        foreach (string header in s_headers) source.Append($"#include <{header}>\n");
        foreach (string assertion in assertions) source.Append(assertion).Append('\n');
        var outcome = Shell.Run("cc -x c -fsyntax-only -fno-diagnostics-show-caret -", source.ToString());
        Assert.True(outcome.ExitCode == 0, string.Join('\n', outcome.Err.Split('\n').Where(line => line.Contains("error:"))));
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")]
    private static partial Regex HeaderName();
}
