using Xunit;

namespace Tests.House;

/// <summary>Enumerations have C# words for names; here is what each is called in the headers, and a C compiler says whether the numbers agree.</summary>
public class EnumsTests
{
    // The header's name is the prefix and the member in capitals; those that are called otherwise follow.
    static readonly Dictionary<string, string> s_names = new()
    {
        ["AddressFlags"] = "IFA_F_ ManageTempAddress=MANAGETEMPADDR AutoJoin=MCAUTOJOIN StablePrivacy=STABLE_PRIVACY",
        ["Capability"] = "CAP_ DacOverride=DAC_OVERRIDE DacReadSearch=DAC_READ_SEARCH LinuxImmutable=LINUX_IMMUTABLE NetBindService=NET_BIND_SERVICE "
            + "NetBroadcast=NET_BROADCAST NetAdmin=NET_ADMIN NetRaw=NET_RAW IpcLock=IPC_LOCK IpcOwner=IPC_OWNER SysModule=SYS_MODULE SysRawio=SYS_RAWIO "
            + "SysChroot=SYS_CHROOT SysPtrace=SYS_PTRACE SysPacct=SYS_PACCT SysAdmin=SYS_ADMIN SysBoot=SYS_BOOT SysNice=SYS_NICE SysResource=SYS_RESOURCE "
            + "SysTime=SYS_TIME SysTtyConfig=SYS_TTY_CONFIG AuditWrite=AUDIT_WRITE AuditControl=AUDIT_CONTROL MacOverride=MAC_OVERRIDE MacAdmin=MAC_ADMIN "
            + "WakeAlarm=WAKE_ALARM BlockSuspend=BLOCK_SUSPEND AuditRead=AUDIT_READ CheckpointRestore=CHECKPOINT_RESTORE",
        ["Comparing"] = "NFT_CMP_ Equal=EQ Different=NEQ Less=LT AtMost=LTE More=GT AtLeast=GTE",
        ["ConnectionStatus"] = "IPS_ SeenReply=SEEN_REPLY SourceNat=SRC_NAT DestinationNat=DST_NAT SequenceAdjusted=SEQ_ADJUST SourceNatDone=SRC_NAT_DONE "
            + "DestinationNatDone=DST_NAT_DONE FixedTimeout=FIXED_TIMEOUT",
        ["Errno"] = "E NotPermitted=PERM ConnectionAborted=CONNABORTED ConnectionReset=CONNRESET NoEntry=NOENT NoProcess=SRCH Interrupted=INTR NoSuchDeviceOrAddress=NXIO ArgumentsTooLong=2BIG ExecFormat=NOEXEC "
            + "BadDescriptor=BADF NoChild=CHILD NoMemory=NOMEM Access=ACCES Exists=EXIST CrossDevice=XDEV NoDevice=NODEV NotDirectory=NOTDIR IsDirectory=ISDIR "
            + "Invalid=INVAL TooManyFiles=MFILE NotTerminal=NOTTY TextBusy=TXTBSY FileTooBig=FBIG NoSpace=NOSPC ReadOnlyFileSystem=ROFS BrokenPipe=PIPE "
            + "NotImplemented=NOSYS Protocol=PROTO NotSocket=NOTSOCK MessageTooLong=MSGSIZE ProtocolNotSupported=PROTONOSUPPORT NotSupported=OPNOTSUPP "
            + "FamilyNotSupported=AFNOSUPPORT AddressInUse=ADDRINUSE AddressNotAvailable=ADDRNOTAVAIL NetworkDown=NETDOWN NetworkUnreachable=NETUNREACH "
            + "NoBuffers=NOBUFS NotConnected=NOTCONN ConnectionRefused=CONNREFUSED HostUnreachable=HOSTUNREACH",
        ["Family"] = "AF_ Any=UNSPEC Ipv4=INET Ipv6=INET6",
        ["FdbFlags"] = "NTF_ ExtLearned=EXT_LEARNED",
        ["FileKind"] = "S_IF File=REG Folder=DIR SymbolicLink=LNK CharacterDevice=CHR BlockDevice=BLK NamedPipe=IFO Socket=SOCK",
        ["HookPoint"] = "NF_INET_ Prerouting=PRE_ROUTING Input=LOCAL_IN Output=LOCAL_OUT Postrouting=POST_ROUTING",
        ["IpvlanMode"] = "IPVLAN_MODE_",
        ["LinkFlags"] = "IFF_ PointToPoint=POINTOPOINT Promiscuous=PROMISC AllMulticast=ALLMULTI PortSelect=PORTSEL LowerUp=LOWER_UP",
        ["MacvlanMode"] = "MACVLAN_MODE_",
        ["MessageFlags"] = "NLM_F_ DumpInterrupted=DUMP_INTR Exclusive=EXCL AckAttributes=ACK_TLVS",
        ["MountAttributes"] = "MOUNT_ATTR_ ReadOnly=RDONLY AnyAtime=_ATIME",
        ["MountFlags"] = "MS_ ReadOnly=RDONLY Recursive=REC",
        ["Namespaces"] = "CLONE_NEW Mount=NS",
        ["NeighbourFlags"] = "NTF_ ExternallyLearned=EXT_LEARNED",
        ["NeighbourState"] = "NUD_",
        ["NftFamily"] = "NFPROTO_",
        ["PacketPath"] = "PACKET_",
        ["Propagation"] = "MS_",
        ["RouteFlags"] = "RTNH_F_",
        ["RouteMetric"] = "RTAX_ RttVariance=RTTVAR SlowStartThreshold=SSTHRESH CongestionWindow=CWND AdvertisedMss=ADVMSS InitialCongestionWindow=INITCWND "
            + "MinimalRetransmission=RTO_MIN InitialReceiveWindow=INITRWND FastOpenNoCookie=FASTOPEN_NO_COOKIE",
        ["RoutePreference"] = "ICMPV6_ROUTER_PREF_",
        ["RouteProtocol"] = "RTPROT_ Unspecified=UNSPEC RouterAdvertisement=RA",
        ["RouteType"] = "RTN_ Unspecified=UNSPEC",
        ["RuleAction"] = "FR_ACT_ Unspecified=UNSPEC ToTable=TO_TBL",
        ["RuleFlags"] = "FIB_RULE_ IncomingDetached=IIF_DETACHED OutgoingDetached=OIF_DETACHED",
        ["Scope"] = "RT_SCOPE_ Global=UNIVERSE",
        ["VlanProtocol"] = "ETH_P_ Customer=8021Q Service=8021AD",
        ["Signal"] = "SIG Hangup=HUP Interrupt=INT User1=USR1 User2=USR2 Terminate=TERM WindowChange=WINCH",
    };

    // No numbers of the kernel's.
    static readonly string[] s_ours = ["OptionForm", "FilterPlace", "SeccompComparison", "To"];

    [Fact]
    public void Every_enumeration_is_the_headers() => CHeaders.Agree(
        from type in Enumerations()
        from name in Enum.GetNames(type)
        where name != "None"
        let value = Convert.ChangeType(Enum.Parse(type, name), Enum.GetUnderlyingType(type))
        select CHeaders.Equal(CName(type, name), value, $"{type.Name}.{name}"));

    static IEnumerable<Type> Enumerations() => CHeaders.Users.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsEnum && !s_ours.Contains(type.Name));

    static string CName(Type type, string member)
    {
        Assert.True(s_names.TryGetValue(type.Name, out var names), $"{type} has no line in {nameof(EnumsTests)}: what is it called in the headers?");
        string[] words = names.Split(' ');
        return words[0] + (words.FirstOrDefault(word => word.StartsWith($"{member}="))?.Split('=')[1] ?? member.ToUpperInvariant());
    }
}
