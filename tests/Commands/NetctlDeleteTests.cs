using Linux;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl delete: who keeps a namespace alive whose name is gone, ending them, and all names at once.</summary>
public class NetctlDeleteTests
{
    [Theory]
    [InlineData("-d delete")]
    [InlineData("delete")]   // where the kernel knows by itself whether somebody does
    public void Deleting_says_who_keeps_the_namespace_alive(string delete) => Lab.Run(lab =>
    {
        if (delete == "delete")
            Skip.If(NamespaceHandle.Find("/proc/self/ns/net") is null, "Linux has handles of namespaces from 6.18 on");
        lab.Tool("ip netns add blue; ip netns add quiet; ip netns add nobodys");
        var inside = lab.Start($"{Netctl} exec blue sh -c 'echo $$; read x'");
        inside.ReadLine();
        var file = lab.Start("sh -c 'exec 9</run/netns/quiet; echo ready; read x'");
        file.ReadLine();

        Assert.Equal(new Outcome(0, "", $"blue is no name any more, but its namespace lives on: {inside.Id} (sh)"), lab.Try($"{Netctl} {delete} blue"));
        Assert.Equal(new Outcome(0, "", $"quiet is no name any more, but its namespace lives on: {file.Id} (sh), file 9"), lab.Try($"{Netctl} {delete} quiet"));
        Assert.Equal(new Outcome(0, "", ""), lab.Try($"{Netctl} {delete} nobodys"));
        Assert.Equal("", lab.Tool("ip netns list"));
    });

    [Fact]
    public void Whoever_is_in_it_is_told_of_by_every_kernel() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add red");
        var inside = lab.Start($"{Netctl} exec blue sh -c 'echo $$; read x'");
        inside.ReadLine();

        Assert.Equal(new Outcome(0, "", $"blue is no name any more, but its namespace lives on: {inside.Id} (sh)"), lab.Try($"{Netctl} delete blue red"));
    });

    [Fact]
    public void Another_name_keeps_a_namespace_alive_too() => Lab.Run(lab =>
    {
        lab.Tool($"ip netns add blue; {Netctl} attach red /run/netns/blue");
        Assert.Equal("blue is no name any more, but its namespace lives on: /run/netns/red", lab.Try($"{Netctl} -d delete blue").Err);
    });

    [Fact]
    public void Deleting_can_end_the_processes_in_it() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue");
        var gentle = lab.Start($"{Netctl} exec blue sh -c 'trap \"echo ended; exit\" TERM; echo ready; while :; do read x; done'");
        gentle.ReadLine();
        var deaf = lab.Start($"{Netctl} exec blue sh -c 'trap \"\" TERM; echo ready; exec sleep 1000'");
        deaf.ReadLine();

        Assert.Equal(new Outcome(0, "", ""), lab.Try($"{Netctl} -d delete --kill blue"));

        Assert.Equal("ended", gentle.ReadLine());
        Assert.Equal(137, deaf.Wait().ExitCode);
        Assert.Equal("", lab.Tool("ip netns list"));
    });

    [Fact]
    public void All_are_deleted_only_when_that_is_meant() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add red");

        Assert.Equal(new Outcome(255, "", "--all takes 2 names away, from blue to red: add --yes if that is meant."), lab.Try($"{Netctl} delete --all"));
        Assert.Equal("blue\nred", lab.Tool("ls /run/netns"));
        lab.Tool($"{Netctl} -all netns delete --yes");
        Assert.Equal("", lab.Tool("ip netns list"));
    });
}
