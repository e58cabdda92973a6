using System.Globalization;

namespace Plugins.Dhcp.Daemon;

/// <summary>How the daemon is to run. The flags and their defaults are the reference's.</summary>
internal sealed record DaemonOptions
{
    public const string Usage = """
        Usage of daemon:
          -broadcast
            	ask servers to broadcast their answers
          -hostprefix string
            	where the host's root is, for a daemon that has another
          -pidfile string
            	where to write the daemon's process id, an absolute path
          -resendmax duration
            	longest time between two questions that nobody answers (default 1m2s)
          -resendtimeout duration
            	how long to go on asking for an address (default 3m28s)
          -socketpath string
            	where to listen (default /run/cni/dhcp.sock)
          -timeout duration
            	how long to wait for the answer to one request (default 10s)
        """;

    public string HostPrefix { get; private set; } = "";
    public string PidFile { get; private set; } = "";
    public string SocketPath { get; private set; } = DhcpConfig.DefaultSocketPath;
    public bool Broadcast { get; private set; }
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromSeconds(10);
    public TimeSpan ResendMax { get; private set; } = TimeSpan.FromSeconds(62);
    public TimeSpan ResendTimeout { get; private set; } = TimeSpan.FromSeconds(208);

    /// <summary>Reads flags as Go's programs do: -flag value, -flag=value, with one dash or two.</summary>
    /// <exception cref="ArgumentException">What is wrong with them.</exception>
    public static DaemonOptions Read(ReadOnlySpan<string> arguments)
    {
        var options = new DaemonOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith('-'))
                throw new ArgumentException($"{argument} is no flag");
            string flag = argument.TrimStart('-');
            int equals = flag.IndexOf('=');
            string name = equals < 0 ? flag : flag[..equals];
            string? value = equals < 0 ? null : flag[(equals + 1)..];
            if (name == "broadcast")
                options.Broadcast = value is null or "true" or "1";
            else
                options.Set(name, value ?? (++i < arguments.Length ? arguments[i] : throw new ArgumentException($"flag needs an argument: -{name}")));
        }
        return options;
    }

    void Set(string name, string value)
    {
        switch (name)
        {
            case "hostprefix": HostPrefix = value.TrimEnd('/'); break;
            case "pidfile": PidFile = value is "" or ['/', ..] ? value : throw new ArgumentException($"Error writing pidfile \"{value}\": path not absolute"); break;
            case "socketpath": SocketPath = value is "" ? DhcpConfig.DefaultSocketPath : value; break;
            case "timeout": Timeout = Duration(name, value); break;
            case "resendmax": ResendMax = Duration(name, value); break;
            case "resendtimeout": ResendTimeout = Duration(name, value); break;
            default: throw new ArgumentException($"flag provided but not defined: -{name}");
        }
    }

    // As Go writes durations: 1m2s, 500ms, 1.5h.
    static TimeSpan Duration(string name, string text)
    {
        var sum = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExcept("0123456789."), end = digits < 0 ? -1 : rest[digits..].IndexOfAny("0123456789.");
            var unit = digits < 0 ? default : end < 0 ? rest[digits..] : rest.Slice(digits, end);
            double scale = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
            if (scale == 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number * scale > int.MaxValue)
                throw new ArgumentException($"invalid value \"{text}\" for flag -{name}: a duration is such as 10s or 1m2s");
            sum += TimeSpan.FromSeconds(number * scale);
            rest = rest[(digits + unit.Length)..];
        }
        return sum > TimeSpan.Zero ? sum : throw new ArgumentException($"invalid value \"{text}\" for flag -{name}: it must be more than nothing");
    }
}
