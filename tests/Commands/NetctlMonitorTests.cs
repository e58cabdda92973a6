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

        lab.Tool("ip netns set blue 7; ip netns add 'a \"name\"'; ip netns delete blue");

        Assert.Equal(["nsid 7 (iproute2 netns name: blue)", "add a \"name\"", "delete blue", "Deleted nsid 7"], Four(text));
        Assert.Equal(["""{"event":"add-nsid","nsid":7,"name":"blue"}""", """{"event":"add","name":"a \"name\""}""", """{"event":"delete","name":"blue"}""", """{"event":"delete-nsid","nsid":7}"""], Four(json));
    });

    // Ids and names come by different ways: which of them is first is left open.
    static IEnumerable<string> Four(Background monitor)
    {
        string[] lines = [monitor.ReadLine(), monitor.ReadLine(), monitor.ReadLine(), monitor.ReadLine()];
        int Place(string line) => (line.Contains("elete") ? 2 : 0) + (line.Contains("nsid") == line.Contains("elete") ? 1 : 0);
        return lines.OrderBy(Place);
    }

    static Background Started(Lab lab, string words)
    {
        var monitor = lab.Start($"{Netctl} {words}");
        lab.Until("it watches", () => lab.Tool($"ls -l /proc/{monitor.Id}/fd").Contains("mountinfo"));
        return monitor;
    }
}
