using Linux;
using Xunit;

namespace Tests.Kernel;

public class NamedNamespacesTests
{
    [Fact]
    public void Ip_sees_uses_and_deletes_what_we_add() => Lab.Run(lab =>
    {
        NamedNamespaces.Add("blue");

        Assert.Equal("blue", lab.Tool("ip netns list"));
        Assert.StartsWith("lo ", lab.Tool("ip netns exec blue ip -br link"));
        Assert.Equal("444 0 nsfs", lab.Tool("stat -c '%a %s' /run/netns/blue | tr '\\n' ' '; stat -f -c %T /run/netns/blue"));
        lab.Tool("ip netns delete blue");
        Assert.Empty(NamedNamespaces.List());
    });

    [Fact]
    public void We_see_use_and_delete_what_ip_adds() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip netns add 'a name'");

        Assert.Equal(["a name", "blue"], NamedNamespaces.List().Select(found => found.ToString()));
        NamedNamespaces.Delete("blue");
        Assert.Equal("a name", lab.Tool("ip netns list"));
        Assert.False(File.Exists("/run/netns/blue"));
    });

    [Fact]
    public void A_namespace_is_mounted_once_whoever_was_first() => Lab.Run(lab =>
    {
        // As systemd leaves it: a bind of a folder below a shared mount is its peer, and what is mounted in one appears in the other.
        lab.Tool("mount --make-shared /run");
        NamedNamespaces.Add("ours");
        lab.Tool("ip netns add theirs");

        Assert.Equal("1 1", lab.Tool("echo $(grep -c /run/netns/ours /proc/self/mountinfo) $(grep -c /run/netns/theirs /proc/self/mountinfo)"));
        Assert.Equal("1", lab.Tool("grep -c ' /run/netns .* shared:.* tmpfs lab' /proc/self/mountinfo"));
    });

    [Fact]
    public void Names_come_and_go_in_copies_of_the_mounts_too() => Lab.Run(lab =>
    {
        NamedNamespaces.Add("before");
        var copy = lab.Start("unshare -m --propagation unchanged sh -c 'echo ready; read x; stat -f -c %T /run/netns/after; ls /run/netns'");
        copy.ReadLine();

        NamedNamespaces.Delete("before");
        NamedNamespaces.Add("after");

        copy.WriteLine("go on");
        Assert.Equal("nsfs\nafter", copy.Wait().Out);
    });

    [Fact]
    public void A_taken_name_is_refused_in_ips_words() => Lab.Run(lab =>
    {
        NamedNamespaces.Add("blue");

        var failure = Assert.Throws<LinuxException>(() => NamedNamespaces.Add("blue"));

        Assert.Equal("Cannot create namespace file \"/run/netns/blue\": File exists", failure.Message);
        Assert.Equal(lab.Try("ip netns add blue").Err, failure.Message);
    });

    [Fact]
    public void A_missing_name_is_refused_in_ips_words() => Lab.Run(lab =>
    {
        var failure = Assert.Throws<LinuxException>(() => NamedNamespaces.Delete("blue"));
        Assert.Equal(lab.Try("ip netns delete blue").Err, failure.Message);

        failure = Assert.Throws<LinuxException>(() => NamedNamespaces.Open("blue"));
        Assert.Equal("Cannot open network namespace \"blue\": No such file or directory", failure.Message);
        Assert.Equal(lab.Try("ip netns exec blue true").Err, failure.Message);
    });

    [Fact]
    public void A_file_without_a_namespace_is_stale_and_can_be_deleted() => Lab.Run(lab =>
    {
        NamedNamespaces.Add("blue");
        lab.Tool("umount /run/netns/blue");

        Assert.Equal("blue (stale)", Assert.Single(NamedNamespaces.List()).ToString());
        Assert.Contains("stale", Assert.Throws<LinuxException>(() => NamedNamespaces.Add("blue")).Message);
        NamedNamespaces.Delete("blue");
        NamedNamespaces.Add("blue");
        Assert.Equal("blue", Assert.Single(NamedNamespaces.List()).ToString());
    });

    [Fact]
    public void A_process_lends_its_namespace_to_a_name() => Lab.Run(lab =>
    {
        var process = lab.Start("unshare -n sh -c 'ip link add v0 type veth peer name v1; echo ready; read x'");
        process.ReadLine();

        NamedNamespaces.Attach("borrowed", process.Id);

        Assert.Contains("v1@v0", lab.Tool("ip netns exec borrowed ip -br link"));
    });

    [Fact]
    public void Nothing_is_left_of_a_name_that_no_process_gave() => Lab.Run(lab =>
    {
        Assert.Throws<LinuxException>(() => NamedNamespaces.Attach("borrowed", int.MaxValue));
        Assert.Empty(NamedNamespaces.List());
    });

    [Fact]
    public void Fifty_at_once_make_one_mount_each() => Lab.Run(lab =>
    {
        var threads = Enumerable.Range(0, 50).Select(i => new Thread(() => NamedNamespaces.Add($"n{i}"))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal("50", lab.Tool("ip netns list | wc -l"));
        Assert.Equal("50", lab.Tool("grep ' /run/netns/n' /proc/self/mountinfo | wc -l"));
        Assert.Equal("1", lab.Tool("grep -c ' /run/netns .* tmpfs lab' /proc/self/mountinfo"));
    });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void What_cannot_be_a_file_cannot_be_a_name(string name) =>
        Assert.Equal($"Invalid netns name \"{name}\"", Assert.Throws<ArgumentException>(() => NamedNamespaces.PathOf(name)).Message);

    [Fact]
    public void A_name_has_255_bytes_at_most()
    {
        Assert.Equal($"/run/netns/{new string('x', 255)}", NamedNamespaces.PathOf(new string('x', 255)));
        Assert.False(NamedNamespaces.IsName(new string('ä', 128)));
    }
}
