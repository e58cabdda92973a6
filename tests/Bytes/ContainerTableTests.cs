using Hull.Commands;
using Hull.Containers;
using Hull.Network;
using Xunit;

namespace Tests.Bytes;

/// <summary>The listing of hull ps.</summary>
public class ContainerTableTests
{
    static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Containers_are_listed_as_docker_lists_them()
    {
        var web = Made("0123456789abcdef", "web", "httpd -f -p 80 -h /www", minutesAgo: 120) with { Ports = [PublishedPort.Parse("1314:80")] };
        var job = Made("fedcba9876543210", "merry_sloop", "true", minutesAgo: 1);

        string table = PsCommand.Table(
        [
            (web, new(Phase.Running, s_now.AddMinutes(-119), Pid: 1)),
            (job, new(Phase.Exited, s_now.AddSeconds(-30), ExitCode: 137)),
        ], s_now);

        Assert.Equal("""
            CONTAINER ID   IMAGE     COMMAND                  CREATED              STATUS                        PORTS                  NAMES
            0123456789ab   busybox   "httpd -f -p 80 -h /…"   2 hours ago          Up 2 hours                    0.0.0.0:1314->80/tcp   web
            fedcba987654   busybox   "true"                   About a minute ago   Exited (137) 30 seconds ago                          merry_sloop

            """, table);
    }

    static Container Made(string id, string name, string command, int minutesAgo) => new()
    {
        Id = id.PadRight(64, '0'), Name = name, Image = "busybox", Command = command.Split(' '), Created = s_now.AddMinutes(-minutesAgo), Network = "hull",
    };
}
