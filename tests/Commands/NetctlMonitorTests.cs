using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl monitor: what comes and goes, by whosever hand, told when it can be used.</summary>
public class NetctlMonitorTests
{
    [Fact]
    public void Each_name_is_told_at_once_into_a_pipe_too() => Lab.Run(lab =>
    {
        var monitor = Started(lab, "monitor");

        lab.Tool("ip netns add blue");
        Assert.Equal("add blue", monitor.ReadLine());
        lab.Tool($"{Netctl} rename blue red");
        Assert.Equal("add red", monitor.ReadLine());
        Assert.Equal("delete blue", monitor.ReadLine());
        lab.Tool("ip netns delete red");
        Assert.Equal("delete red", monitor.ReadLine());
    });

    [Fact]
    public void A_new_one_is_told_when_it_can_be_entered() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add first");
        var monitor = Started(lab, "monitor");

        lab.Tool("touch /run/netns/slow /run/netns/never; rm /run/netns/never; ip netns add other");
        Assert.Equal("add other", monitor.ReadLine());
        lab.Tool("mount --bind /run/netns/first /run/netns/slow");
        Assert.Equal("add slow", monitor.ReadLine());
    });

    [Fact]
    public void Who_was_too_slow_to_see_it_tells_in_order_all_the_same() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue");
        var monitor = Started(lab, "monitor --count 2");

        lab.Tool($"kill -STOP {monitor.Id}; {Netctl} rename blue red; kill -CONT {monitor.Id}");

        Assert.Equal("add red\ndelete blue", monitor.Wait().Out);
    });

    [Fact]
    public void When_it_was_is_told_to_who_asks() => Lab.Run(lab =>
    {
        var text = Started(lab, "monitor -t");
        var json = Started(lab, "-j monitor --timestamp");
        string before = lab.Tool("date +%Y-%m-%dT%H:%M:%S.%6N");

        lab.Tool("ip netns add blue");

        string line = text.ReadLine(), told = Json.Parse(json.ReadLine()).GetProperty("timestamp").GetString()!, after = lab.Tool("date +%Y-%m-%dT%H:%M:%S.%6N");
        Assert.Matches(@"^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\] add blue$", line);
        foreach (string time in (string[])[line[1..27], told])
            Assert.Equal([before, time, after], new[] { before, time, after }.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void It_waits_for_the_first_namespace_of_a_machine() => Lab.Run(lab =>
    {
        var monitor = Started(lab, "monitor --count 2");
        lab.Tool("ip netns add blue; ip netns add red; ip netns add green");
        Assert.Equal("add blue\nadd red", monitor.Wait().Out);
    });

    [Fact]
    public void Json_is_an_object_a_line_and_ids_are_told_when_asked_for() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue");
        var text = Started(lab, "monitor --nsid");
        var json = Started(lab, "-j monitor --nsid");

        (string Command, string Text, string Json)[] steps =
        [
            ("ip netns set blue 7", "nsid 7 (iproute2 netns name: blue)", """{"event":"add-nsid","nsid":7,"name":"blue"}"""),
            ("ip netns add 'a \"name\"'", "add a \"name\"", """{"event":"add","name":"a \"name\""}"""),
            ("umount /run/netns/blue", "Deleted nsid 7", """{"event":"delete-nsid","nsid":7}"""),
            ("ip netns delete blue", "delete blue", """{"event":"delete","name":"blue"}"""),
        ];
        foreach (var (command, expected, expectedJson) in steps)
        {
            lab.Tool(command);
            Assert.Equal(expected, text.ReadLine());
            Assert.Equal(expectedJson, json.ReadLine());
        }
    });

    static Background Started(Lab lab, string words)
    {
        var monitor = lab.Start($"{Netctl} {words}");
        lab.Until("it watches", () => lab.Try($"ls -l /proc/{monitor.Id}/fd").Out.Contains("mountinfo"));
        return monitor;
    }
}
