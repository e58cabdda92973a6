using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Linux;
using Xunit;

namespace Tests.House;

/// <summary>
/// The kernel's numbers and structures as this machine's headers have them: a C compiler is the judge. What is checked follows from the spelling alone:
/// IFLA.LINKINFO is IFLA_LINKINFO, Libc.O_CREAT is O_CREAT, and Libc.StatX.stx_mode is at offsetof(struct statx, stx_mode).
/// Names that are not all capitals are ours and are left alone.
/// </summary>
public partial class NumbersTests
{
    // What the rule of spelling does not lead to. Keep this short: a name that needs a line here is better spelled as the header does.
    static readonly Dictionary<string, string> s_otherwise = new()
    {
        ["OpenHow"] = "struct open_how",
        ["MountAttr"] = "struct mount_attr",
        ["CapUserHeader"] = "struct __user_cap_header_struct",
        ["CapUserData"] = "struct { struct __user_cap_data_struct low, high; }",
        ["SigInfo"] = "siginfo_t",
        ["BpfLoadHead"] = "union bpf_attr",
        ["BpfAttachHead"] = "union bpf_attr",
        ["SIGRTMAX"] = "(_NSIG - 1)",   // in the C library a call, which is no constant
    };

    // Structures whose fields have C# words for names: the header's, in the same order.
    static readonly Dictionary<string, string> s_wire = new()
    {
        ["MessageHeader"] = "struct nlmsghdr: nlmsg_len nlmsg_type nlmsg_flags nlmsg_seq nlmsg_pid",
        ["SocketAddress"] = "struct sockaddr_nl: nl_family nl_pad nl_pid nl_groups",
        ["AttributeHeader"] = "struct nlattr: nla_len nla_type",
        ["IfInfoMsg"] = "struct ifinfomsg: ifi_family __ifi_pad ifi_type ifi_index ifi_flags ifi_change",
        ["IfAddrMsg"] = "struct ifaddrmsg: ifa_family ifa_prefixlen ifa_flags ifa_scope ifa_index",
        ["RtMsg"] = "struct rtmsg: rtm_family rtm_dst_len rtm_src_len rtm_tos rtm_table rtm_protocol rtm_scope rtm_type rtm_flags",
        ["NdMsg"] = "struct ndmsg: ndm_family ndm_pad1 ndm_pad2 ndm_ifindex ndm_state ndm_flags ndm_type",
        ["BridgeVlanInfo"] = "struct bridge_vlan_info: flags vid",
        ["IfaCacheInfo"] = "struct ifa_cacheinfo: ifa_prefered ifa_valid cstamp tstamp",
        ["FibRuleHdr"] = "struct fib_rule_hdr: family dst_len src_len tos table res1 res2 action flags",
        ["FibRuleUidRange"] = "struct fib_rule_uid_range: start end",
        ["FibRulePortRange"] = "struct fib_rule_port_range: start end",
        ["RtNextHop"] = "struct rtnexthop: rtnh_len rtnh_flags rtnh_hops rtnh_ifindex",
        ["RtaCacheInfo"] = "struct rta_cacheinfo: rta_clntref rta_lastuse rta_expires rta_error rta_used rta_id rta_ts rta_tsage",
        ["NdaCacheInfo"] = "struct nda_cacheinfo: ndm_confirmed ndm_used ndm_updated ndm_refcnt",
        ["TcMsg"] = "struct tcmsg: tcm_family tcm__pad1 tcm__pad2 tcm_ifindex tcm_handle tcm_parent tcm_info",
        ["TcRateSpec"] = "struct tc_ratespec: cell_log linklayer overhead cell_align mpu rate",
        ["TcTbfQopt"] = "struct tc_tbf_qopt: rate peakrate limit buffer mtu",
        ["TcU32Sel"] = "struct tc_u32_sel: flags offshift nkeys offmask off offoff hoff hmask",
        ["TcMirred"] = "struct tc_mirred: index capab action refcnt bindcnt eaction ifindex",
        ["LinkStatistics"] = "struct rtnl_link_stats64: rx_packets tx_packets rx_bytes tx_bytes rx_errors tx_errors rx_dropped tx_dropped multicast collisions "
            + "rx_length_errors rx_over_errors rx_crc_errors rx_frame_errors rx_fifo_errors rx_missed_errors tx_aborted_errors tx_carrier_errors tx_fifo_errors "
            + "tx_heartbeat_errors tx_window_errors rx_compressed tx_compressed rx_nohandler rx_otherhost_dropped",
        ["NfGenMsg"] = "struct nfgenmsg: nfgen_family version res_id",
    };

    [Fact]
    public void Every_number_is_the_headers() => CHeaders.Agree(
        from type in KernelTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.IsLiteral && HeaderName().IsMatch(field.Name)
        let name = CName(type, field.Name)
        select CHeaders.Equal(name, field.GetRawConstantValue()!, $"{type.Name}.{field.Name}"));

    [Fact]
    public void Every_structure_is_the_headers() => CHeaders.Agree(
    [
        .. typeof(Libc).GetNestedTypes().Where(type => type is { IsValueType: true, IsEnum: false }).SelectMany(LibcStructure),
        .. s_wire.SelectMany(wire => WireStructure(wire.Key, wire.Value)),
    ]);

    static IEnumerable<string> LibcStructure(Type type)
    {
        string name = s_otherwise.GetValueOrDefault(type.Name, type.Name.EndsWith("_t") ? type.Name : $"struct {type.Name.ToLowerInvariant()}");
        // Of what is a head the kernel takes the rest for zeros.
        return [.. type.Name.EndsWith("Head") ? (string[])[] : [SizeIs(type, name)], .. FieldsOf(type).Where(field => !name.Contains('{')).Select(field => FieldIs(type, field, name, field.Name))];
    }

    static IEnumerable<string> WireStructure(string type, string listing)
    {
        var ours = CHeaders.Users.Select(assembly => assembly.GetTypes().SingleOrDefault(t => t.Name == type)).OfType<Type>().Single();
        var (name, fields) = (listing.Split(':')[0], listing.Split(": ")[1].Split(' '));
        return [SizeIs(ours, name), .. FieldsOf(ours).Zip(fields, (field, c) => FieldIs(ours, field, name, c))];
    }

    static string SizeIs(Type type, string name) => $"_Static_assert(sizeof({name}) == {SizeOf(type)}, \"{type.Name} has {SizeOf(type)} bytes\");";

    static string FieldIs(Type type, FieldInfo field, string name, string c)
    {
        var (offset, size) = (OffsetOf(type, field), SizeOf(field.FieldType));
        return $"_Static_assert(offsetof({name}, {c}) == {offset} && sizeof((({name} *)0)->{c}) == {size}, "
            + $"\"{type.Name}.{field.Name} has {size} bytes at {offset}\");";
    }

    static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public);

    static IEnumerable<Type> KernelTypes() =>
        CHeaders.Users.SelectMany(assembly => assembly.GetTypes()).Where(type => type == typeof(Libc) || HeaderName().IsMatch(type.Name));

    static string CName(Type type, string field) =>
        type == typeof(Libc) ? s_otherwise.GetValueOrDefault(field, field) : $"{type.Name}_{field}";

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

    [GeneratedRegex("^_?[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")]
    private static partial Regex HeaderName();
}
