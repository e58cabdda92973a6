using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Linux;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>How much really passes, by the byte counters of the link that receives.</summary>
public class BandwidthRateTests
{
    const double Asked = 10e6, Tolerance = 0.1;
    const int AfterTheBurst = 300_000, Bytes = 2_000_000;

    static readonly string s_config = $$"""
        {"cniVersion":"1.0.0","name":"net","type":"bandwidth","ingressRate":{{Asked}},"ingressBurst":1000000,"egressRate":{{Asked}},"egressBurst":1000000}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ten_megabits_a_second_are_ten_megabits_a_second(bool besideClsact) => Lab.Run(lab =>
    {
        string attached = new Network(lab).Attach("pod");
        if (besideClsact)
            lab.Tool("for veth in $(ip -o link show master net0 | sed 's/^[0-9]*: //; s/@.*//'); do tc qdisc add dev $veth clsact; done");
        Succeed(Call("bandwidth", "pod").Add(lab, With(s_config, attached)));

        double received = Measure(lab, from: null, to: "pod", "10.44.0.2", "eth0");
        double sent = Measure(lab, from: "pod", to: null, "10.44.0.1", "net0");

        Assert.InRange(received, Asked * (1 - Tolerance), Asked * (1 + Tolerance));
        Assert.InRange(sent, Asked * (1 - Tolerance), Asked * (1 + Tolerance));
    });

    /// <summary>Sends three times as much as may pass, and counts bits a second where they arrive, from when the burst is used up.</summary>
    static double Measure(Lab lab, string? from, string? to, string address, string link)
    {
        using var receiver = In(lab, to, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        receiver.Bind(new IPEndPoint(IPAddress.Any, 9000));
        using var sender = In(lab, from, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false });
        sender.Connect(IPAddress.Parse(address), 9000);
        using var done = new CancellationTokenSource();
        var sending = new Thread(() => Flood(sender, done.Token));
        sending.Start();
        try
        {
            long start = Received(lab, to, link);
            var (before, _) = Await(lab, to, link, start + AfterTheBurst);
            long began = Stopwatch.GetTimestamp();
            var (after, ended) = Await(lab, to, link, before + Bytes);
            return 8 * (after - before) / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
        }
        finally
        {
            done.Cancel();
            sending.Join();
        }
    }

    static void Flood(Socket sender, CancellationToken done)
    {
        var packet = new byte[1400];
        while (!done.IsCancellationRequested)
        {
            for (int i = 0; i < 3; i++)
                sender.Send(packet, SocketFlags.None, out _);   // what does not fit is not sent
            Libc.poll([], 0, milliseconds: 1);
        }
    }

    static (long Bytes, long At) Await(Lab lab, string? where, string link, long bytes)
    {
        long now = 0, at = 0;
        lab.Until($"{bytes} bytes have come in by {link}", () =>
        {
            (now, at) = (Received(lab, where, link), Stopwatch.GetTimestamp());
            return now >= bytes;
        });
        return (now, at);
    }

    static long Received(Lab lab, string? where, string link) => In(lab, where, () => File.ReadAllLines("/proc/thread-self/net/dev"))
        .Select(line => line.Split((char[])[':', ' '], StringSplitOptions.RemoveEmptyEntries)).Where(words => words[0] == link)
        .Select(words => long.Parse(words[1], CultureInfo.InvariantCulture)).Single();

    static T In<T>(Lab lab, string? where, Func<T> work) => where is null ? work() : lab.Namespace(where).Visit(work);
}
