using System.Text.Json;
using System.Xml.Linq;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl top and netctl graph.</summary>
public class SeeingTests
{
    [Fact]
    public void Top_shows_what_goes_through_a_link() => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        var ping = lab.Start("ping -q -i 0.01 -s 1000 10.99.0.2", "a");

        var links = JsonDocument.Parse(lab.Tool($"{Netctl} -n b -j top --iterations 1 --interval 0.5")).RootElement.EnumerateArray()
            .ToDictionary(link => link.GetProperty("ifname").GetString()!);

        // 100 requests a second at most, of 1042 bytes each, and as many answers.
        Assert.InRange(links["eth0"].GetProperty("rx_packets_per_second").GetInt64(), 1, 120);
        Assert.InRange(links["eth0"].GetProperty("tx_bits_per_second").GetInt64(), 8 * 1042, 8 * 1042 * 120);
        Assert.Equal(0, links["lo"].GetProperty("rx_bits_per_second").GetInt64());
        Assert.True(ping.IsRunning);
    });

    [Fact]
    public void Top_writes_a_table_for_each_look_when_nobody_looks_on() => Lab.Run(lab =>
    {
        string[] lines = lab.Tool($"{Netctl} top -i 2 -t 0.05").Split('\n');
        Assert.Equal(["LINK", "lo", "", "LINK", "lo"], lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(new Outcome(255, "", "--iterations 0: show it once or more"), lab.Try($"{Netctl} top -i 0"));
    });

    [Fact]
    public void Top_leaves_a_terminal_as_it_was() => Lab.Run(lab =>
    {
        // script(1) gives it a terminal; what is written there is kept.
        lab.Tool($"script -qec '{Netctl} top -i 1 -t 0.1' /run/typescript </dev/null");
        string written = File.ReadAllText("/run/typescript");
        Assert.True(written.IndexOf("\e[?1049h") < written.IndexOf("LINK") && written.IndexOf("LINK") < written.IndexOf("\e[?1049l"), written);
        Assert.True(written.LastIndexOf("\e[?25h") > written.LastIndexOf("\e[?25l"), written);
    });

    [Fact]
    public void A_graph_shows_which_veth_leads_where() => Lab.Run(lab =>
    {
        BuildNetwork(lab);
        Assert.Equal("""
            this host
            ├─ lo
            └─ br0 bridge 10.1.0.1/16
               ├─ v0 ── eth0 in pod
               └─ v1 down ── eth0 in web
            pod
            ├─ lo down
            └─ eth0 10.1.0.5/16 fd00::5/64 ── v0 in this host
            web
            ├─ lo down
            └─ eth0 down ── v1 in this host
            """, TreeOf(lab.Tool($"{Netctl} graph")));
    });

    [Fact]
    public void A_graph_as_a_picture_is_xml_in_which_nothing_lies_on_anything() => Lab.Run(lab =>
    {
        BuildNetwork(lab);
        var picture = XDocument.Parse(lab.Tool($"{Netctl} graph --svg"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.True(picture.Descendants(svg + "path").Count() >= 2);   // and those of the machine that the tests run on
        Assert.Contains("br0  bridge 10.1.0.1/16", picture.Descendants(svg + "text").Select(text => text.Value));
        var texts = picture.Descendants(svg + "text").Select(text => (X: (double)text.Attribute("x")!, Y: (double)text.Attribute("y")!)).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        double width = (double)picture.Root!.Attribute("width")!, height = (double)picture.Root!.Attribute("height")!;
        Assert.All(texts, text => Assert.True(text.X < width && text.Y < height));
    });

    [Fact]
    public void A_graph_can_be_read_by_others() => Lab.Run(lab =>
    {
        BuildNetwork(lab);
        string dot = lab.Tool($"{Netctl} graph --dot");
        Assert.Contains("\"this host/br0\" -- \"this host/v0\" [style=dashed];", dot);
        Assert.Contains("\"pod/eth0\" -- \"this host/v0\";", dot);
        var places = JsonDocument.Parse(lab.Tool($"{Netctl} -j graph")).RootElement.EnumerateArray();
        var pod = places.Single(place => place.GetProperty("namespace").GetString() == "pod");
        var eth0 = pod.GetProperty("links").EnumerateArray().Single(link => link.GetProperty("ifname").GetString() == "eth0");
        Assert.Equal("v0", eth0.GetProperty("peer").GetProperty("ifname").GetString());
    });

    static void BuildNetwork(Lab lab)
    {
        lab.Namespace("pod");
        lab.Namespace("web");
        lab.Tool("ip link add br0 type bridge; ip addr add 10.1.0.1/16 dev br0; ip link set br0 up");
        lab.Tool("ip link add v0 type veth peer name eth0 netns pod; ip link set v0 master br0 up; ip link add v1 type veth peer name eth0 netns web; ip link set v1 master br0");
        lab.In("pod", "ip addr add 10.1.0.5/16 dev eth0; ip addr add fd00::5/64 dev eth0 nodad; ip link set eth0 up");
    }

    // Other namespaces of the machine that the tests run on are shown too.
    static string TreeOf(string tree)
    {
        var kept = new List<string>();
        bool isOurs = false;
        foreach (string line in tree.Split('\n'))
        {
            if (!"├└│ ".Contains(line[0])) isOurs = line is "this host" or "pod" or "web";
            if (isOurs && !line.Contains("in process")) kept.Add(line);
        }
        return string.Join('\n', kept);
    }
}
