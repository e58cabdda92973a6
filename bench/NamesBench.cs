using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Text;
using Linux;

namespace Bench;

/// <summary>How soon the name server of a network knows what became of a container, as a neighbour in that network sees it.</summary>
internal static class NamesBench
{
    const string Network = "bench-names", Name = "bench-web";
    const double AtMost = 100;   // milliseconds

    public static void Run(Report report, string hull, string image, int rounds)
    {
        string Hull(params string[] arguments) => Tool.Run(hull, arguments, [$"PATH={Tool.Path}"]).Trim();
        Hull("image", "import", image, "bench");
        Hull("network", "create", "--subnet", "10.77.0.0/24", Network);
        string asker = Hull("run", "-d", "--network", Network, "bench", "sleep", "1000");
        Hull("create", "--name", Name, "--network", Network, "bench", "sleep", "1000");
        try
        {
            using var socket = SocketIn($"hull-{asker[..12]}");
            var (known, gone, connected) = (new Samples(), new Samples(), new Samples());
            for (int round = -1; round < rounds; round++)
            {
                Hull("start", Name);
                known.If(round >= 0).Measure(() => Await(socket, isKnown: true));
                Hull("network", "disconnect", Network, Name);
                Await(socket, isKnown: false);
                Hull("network", "connect", Network, Name);
                connected.If(round >= 0).Measure(() => Await(socket, isKnown: true));
                using var process = ProcessHandle.Find(int.Parse(Hull("inspect", "-f", "{{.State.Pid}}", Name))) ?? throw new InvalidOperationException($"{Name} does not run");
                process.Send(Signal.Kill);
                gone.If(round >= 0).Measure(() => Await(socket, isKnown: false));
                Hull("wait", Name);
            }
            foreach (var (what, samples) in ((string, Samples)[])[("has started", known), ("was connected", connected), ("was killed", gone)])
                report.Limited($"a name follows its container that {what}", Report.Text(samples), "", $"at most {AtMost} ms", samples.P90 <= AtMost);
        }
        finally
        {
            Hull("rm", "-f", asker, Name);
            Hull("network", "rm", Network);
        }
    }

    static UdpSocket SocketIn(string name)
    {
        using var ns = NamedNamespaces.Open(name);
        return ns.Visit(() => UdpSocket.Connect(new(IPAddress.Parse("10.77.0.1"), 53)));
    }

    // Asks again and again: each answer takes a tenth of a millisecond.
    static void Await(UdpSocket server, bool isKnown)
    {
        long start = Stopwatch.GetTimestamp();
        while (IsKnown(server) != isKnown)
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException($"after ten seconds the name server {(isKnown ? "does not know" : "still knows")} {Name}");
    }

    static bool IsKnown(UdpSocket server)
    {
        Span<byte> answer = stackalloc byte[512];
        server.TrySend(Question());
        var poll = new Poll();
        poll.ForReading(server.Descriptor);
        while (poll.Wait(TimeSpan.FromSeconds(1)) && server.TryReceive(answer) is var (size, _))
            if (size >= 12)
                return BinaryPrimitives.ReadUInt16BigEndian(answer[6..]) > 0;   // how many answers there are
        return false;
    }

    // RFC 1035: a header with one question, for an address.
    static byte[] Question() => [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), 0, 0, 1, 0, 1];
}
