using Xunit;

namespace Tests.Commands;

/// <summary>install.sh, into folders of a lab.</summary>
public class InstallTests
{
    const string Places = "--prefix /run/usr --cni-bin /run/cni/bin";

    [Fact]
    public void It_installs_and_takes_away_exactly_that() => Lab.Run(lab =>
    {
        lab.Tool("mkdir -p /run/cni/bin; touch /run/cni/bin/somebody-elses");

        Install(lab, Places);
        Assert.Equal("blue", lab.Tool("/run/usr/bin/netctl add blue && /run/usr/bin/netctl list"));
        Assert.Contains("1.0.0", lab.Try("CNI_COMMAND=VERSION /run/cni/bin/bridge", """{"cniVersion":"1.0.0"}""").Out);
        Assert.Contains("delete --all --yes", lab.Tool("man -P cat -l /run/usr/share/man/man8/netctl.8 | col -bx"));
        Assert.Equal("_netctl", lab.Tool("bash -c '. /run/usr/share/bash-completion/completions/netctl; complete -p netctl' | grep -o _netctl"));
        Assert.Contains("hull inspect [--format TEMPLATE]", lab.Tool("man -P cat -l /run/usr/share/man/man8/hull.8 | col -bx"));
        Assert.Equal("_hull", lab.Tool("bash -c '. /run/usr/share/bash-completion/completions/hull; complete -p hull' | grep -o _hull"));
        Assert.Equal(new(0, "", ""), lab.Try("MANPATH=/run/usr/share/man systemd-analyze verify /run/usr/lib/systemd/system/hull.service"));
        Assert.Equal("/run/usr/bin/hull start --boot", lab.Tool("sed -n s/^ExecStart=//p /run/usr/lib/systemd/system/hull.service"));
        Assert.StartsWith("hull oci version", lab.Tool("/run/usr/bin/hull-oci --version"));
        Assert.Equal("1", lab.Tool("stat -c %i /run/cni/bin/bridge /run/cni/bin/host-local /run/cni/bin/portmap | sort -u | wc -l"));

        Install(lab, "--uninstall --prefix /run/usr");
        Assert.Equal("/run/cni/bin/somebody-elses", lab.Tool("find /run/usr /run/cni -type f"));
    });

    [Fact]
    public void A_second_run_replaces_the_first() => Lab.Run(lab =>
    {
        Install(lab, Places);
        Install(lab, "--prefix /run/usr --cni-bin /run/elsewhere");

        Assert.Equal("", lab.Tool("find /run/cni -type f"));
        Assert.True(File.Exists("/run/elsewhere/bridge"));
    });

    [Fact]
    public void Somebody_elses_plugin_is_replaced_only_by_force() => Lab.Run(lab =>
    {
        lab.Tool("mkdir -p /run/cni/bin; echo theirs >/run/cni/bin/bridge");

        var refused = lab.Try($"{Script} {Places}");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal("install.sh: these files are somebody else's: /run/cni/bin/bridge; --force replaces them, --cni-bin and --prefix choose another place", refused.Err);
        Assert.Equal("/run/cni/bin/bridge", lab.Tool("find /run/usr /run/cni -type f 2>/dev/null || true"));

        Install(lab, $"{Places} --force");
        Assert.NotEqual("theirs", lab.Tool("head -c 6 /run/cni/bin/bridge"));
    });

    [Fact]
    public void A_file_changed_since_is_left() => Lab.Run(lab =>
    {
        Install(lab, Places);
        lab.Tool("rm /run/cni/bin/bridge; echo mine >/run/cni/bin/bridge");

        Assert.Equal("install.sh: /run/cni/bin/bridge was changed after it was installed: left as it is", lab.Try($"{Script} --uninstall --prefix /run/usr").Err);
        Assert.Equal("/run/cni/bin/bridge", lab.Tool("find /run/usr /run/cni -type f"));
    });

    [Theory]
    [InlineData("--uninstall --prefix /run/nowhere", "nothing is installed under /run/nowhere: /run/nowhere/share/net/installed is missing")]
    [InlineData("--prefix", "--prefix wants a folder after it")]
    [InlineData("--cni-bin bin", "a path from the root is wanted")]
    [InlineData("--prefix /etc/passwd", "/etc/passwd is not a folder")]
    [InlineData("--fast", "--fast is not understood")]
    public void What_cannot_be_done_is_said_in_a_sentence(string options, string sentence) => Lab.Run(lab =>
    {
        var refused = lab.Try($"{Script} {options}");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("install.sh: ", refused.Err);
        Assert.Contains(sentence, refused.Err);
    });

    [Fact]
    public void Without_root_it_names_the_folder_that_it_cannot_write_to() => Lab.Run(lab =>
    {
        string asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all";
        // The checkout may lie where nobody may look: a copy of the script alone is enough to be refused.
        lab.Tool($"cp {Script} /run/install.sh; chmod 755 /run/install.sh");
        var refused = lab.Try($"{asNobody} /run/install.sh {Places}");
        Assert.Equal(new Outcome(1, "", "install.sh: cannot write to /run: run as root, or choose another place with --prefix"), refused);
    });

    static string Script => Repository.PathOf("install.sh");

    static void Install(Lab lab, string options) => lab.Tool($"{Script} {options}");
}
