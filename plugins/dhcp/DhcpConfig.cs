using System.Globalization;
using System.Text;
using Cni;
using Linux;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp;

/// <summary>What an <c>ipam</c> of type dhcp may say; README.md here has the table.</summary>
internal sealed record DhcpConfig : PluginConfig
{
    public const string DefaultSocketPath = "/run/cni/dhcp.sock";
    const int LongestValue = 255;

    static readonly (string Name, byte Code)[] s_names =
    [
        ("dhcp-client-identifier", DhcpOptions.ClientIdentifier), ("subnet-mask", DhcpOptions.SubnetMask), ("routers", DhcpOptions.Router),
        ("host-name", DhcpOptions.HostName), ("user-class", DhcpOptions.UserClass), ("vendor-class-identifier", DhcpOptions.VendorClassIdentifier),
    ];

    // Classless routes before those that they replace (RFC 3442).
    static readonly byte[] s_requested =
    [
        DhcpOptions.SubnetMask, DhcpOptions.ClasslessStaticRoute, DhcpOptions.Router, DhcpOptions.StaticRoute, DhcpOptions.DomainNameServer,
        DhcpOptions.DomainName, DhcpOptions.RenewalTime, DhcpOptions.RebindingTime,
    ];

    readonly List<string> _problems = [];
    readonly List<(byte Code, string Value, string Argument)> _provided = [];

    public DhcpConfig(ConfigObject json) : base(json)
    {
        var ipam = json.Object("ipam");
        if (!ipam.IsSet)
            _problems.Add("IPAM config missing 'ipam' key");
        SocketPath = ipam.String("daemonSocketPath") is { Length: > 0 } path ? path : DefaultSocketPath;
        if (!SocketPath.StartsWith('/') || Encoding.UTF8.GetByteCount(SocketPath) > UnixSocket.LongestPath)
            _problems.Add($"ipam.daemonSocketPath is {SocketPath}, not an absolute path of at most {UnixSocket.LongestPath} bytes");
        Priority = ipam.FindInt("priority");
        ReadProvided(ipam);
        Requested = ReadRequested(ipam);
    }

    /// <summary>Where the daemon listens.</summary>
    public string SocketPath { get; }

    /// <summary>The metric of all routes; null leaves it to the kernel.</summary>
    public int? Priority { get; }

    /// <summary>The options to ask the server for.</summary>
    public IReadOnlyList<byte> Requested { get; }

    /// <summary>The options to tell the server, beside those that make a message of DHCP. A value that CNI_ARGS has comes before the configuration's own.</summary>
    public IReadOnlyList<(byte Code, byte[] Value)> Provided(CniArgs args)
    {
        var options = new List<(byte, byte[])>();
        foreach (var (code, value, argument) in _provided)
        {
            string? told = argument == "" ? null : args[argument];
            if (told is not null && Encoding.UTF8.GetByteCount(told) > LongestValue)
                throw new CniError(CniErrorCode.InvalidEnvironment, $"value too long for option \"{code}\" from CNI_ARGS \"{argument}\": \"{told}\"");
            if ((told ?? value) is { Length: > 0 } text)
                options.Add((code, Encoding.UTF8.GetBytes(text)));
        }
        return options;
    }

    void ReadProvided(ConfigObject ipam)
    {
        foreach (var item in ipam.Objects("provide"))
        {
            string value = item.String("value");
            if (Encoding.UTF8.GetByteCount(value) > LongestValue)
                _problems.Add($"value too long for option \"{item.String("option")}\": \"{value}\"");
            else if (ReadOption(item) is { } code)
                _provided.Add((code, value, item.String("fromArg")));
        }
    }

    List<byte> ReadRequested(ConfigObject ipam)
    {
        var requested = new List<byte>();
        bool skipDefault = false;
        foreach (var item in ipam.Objects("request"))
        {
            skipDefault |= item.Bool("skipDefault");
            if (item.String("option") != "" && ReadOption(item) is { } code && !requested.Contains(code))
                requested.Add(code);
        }
        foreach (byte code in skipDefault ? [] : s_requested)
            if (!requested.Contains(code))
                requested.Add(code);
        return requested;
    }

    byte? ReadOption(ConfigObject item)
    {
        string text = item.String("option");
        foreach (var (name, known) in s_names)
            if (name == text)
                return known;
        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte code) && code is > 0 and < 255)
            return code;
        _problems.Add($"Can not parse option \"{text}\": it is neither a number from 1 to 254 nor one of {string.Join(", ", s_names.Select(known => known.Name))}");
        return null;
    }

    protected override IEnumerable<string> OwnProblems() => _problems;
}
