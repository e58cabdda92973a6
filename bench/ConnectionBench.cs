using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Linux;

namespace Bench;

/// <summary>
/// New TCP connections through a published port: from a client's namespace, by the host's, to a container's. Real packets, one connection after the
/// other, on a host that publishes this port only and on one that publishes many more.
/// </summary>
internal static class ConnectionBench
{
    const int Others = 10_000, Published = 15_000, Connections = 2_000;

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        using Route few = new(ours, 13, others: 0), many = new(ours, 14, Others), reference = new(theirs, 15, Others);
        var (alone, among, their) = (new Samples(), new Samples(), new Samples());
        (Route, Samples)[] all = [(few, alone), (many, among), (reference, their)];
        for (int round = -2; round < rounds; round++)
        {
            foreach (var (route, samples) in all)
            {
                double rate = route.ConnectionsPerSecond(Connections);
                if (round >= 0) samples.Add(rate);
            }
            Array.Reverse(all);   // who comes later finds warmer caches
        }
        report.Rate($"new connections a second through a port, {Others:N0} others published", 
            $"{among.Median:F0}", $"{alone.Median:F0} with no others", among.Median / alone.Median, 0.95);
        report.Rate("the same beside the reference, with the same others", $"{among.Median:F0}", $"{their.Median:F0} reference", among.Median / their.Median);
    }

    /// <summary>A client, a host and a container, with a server in it.</summary>
    sealed class Route : IDisposable
    {
        readonly Host _host;
        readonly NetNamespace _client;
        readonly string _names;
        readonly IPEndPoint _target;
        readonly Socket _server;

        public Route(string plugins, int number, int others)
        {
            _names = $"bench-{number}";
            _host = new Host($"{_names}-host");
            NamedNamespaces.Add($"{_names}-client");
            NamedNamespaces.Add($"{_names}-pod");
            _client = NamedNamespaces.Open($"{_names}-client");
            _target = new IPEndPoint(IPAddress.Parse($"10.98.{number}.1"), Published);
            var chain = new Chain(plugins, number);
            string pod = $"/run/netns/{_names}-pod";
            string result = _host.Run(() => chain.Attach("server", pod));
            // Half of the others come before it and half after: a plugin that makes a list has it in the middle.
            _host.Publish(chain, Enumerable.Range(Published - others / 2, others / 2), result);
            _host.Run(() => chain.Publish("server", pod, [Published], result));
            _host.Publish(chain, Enumerable.Range(Published + 1, others / 2), result);
            JoinClient();
            _server = Serve();
        }

        void JoinClient()
        {
            _host.Run(() => Tool.Run($"ip link add client type veth peer name eth0 netns {_names}-client"));
            _host.Run(() => Tool.Run($"ip address add {_target.Address}/24 dev client"));
            _host.Run(() => Tool.Run("ip link set client up"));
            Tool.Run($"ip -n {_names}-client address add {_target.Address.ToString()[..^1]}2/24 dev eth0");
            Tool.Run($"ip -n {_names}-client link set eth0 up");
        }

        // It takes connections and lets them go; a thread that waits in accept(2) costs nothing else. Closing the socket ends it.
        Socket Serve()
        {
            using var pod = NamedNamespaces.Open($"{_names}-pod");
            var server = pod.Visit(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            server.Bind(new IPEndPoint(IPAddress.Any, 80));
            server.Listen(128);
            new Thread(() =>
            {
                try
                {
                    while (true) server.Accept().Dispose();
                }
                catch (SocketException)
                {
                    // Closed: the measuring is over.
                }
            }) { IsBackground = true }.Start();
            return server;
        }

        public double ConnectionsPerSecond(int connections) => _client.Run(() =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < connections; i++)
            {
                // Ended by a reset, so that no port is left waiting for stragglers: there are fewer ports than connections.
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
                socket.Connect(_target);
            }
            return connections / Stopwatch.GetElapsedTime(start).TotalSeconds;
        });

        public void Dispose()
        {
            _server.Dispose();
            _client.Dispose();
            NamedNamespaces.Delete($"{_names}-pod");
            NamedNamespaces.Delete($"{_names}-client");
            _host.Dispose();
        }
    }
}
