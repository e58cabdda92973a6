using System.Text;
using System.Text.Json;
using Cni;
using Xunit;

namespace Tests.Bytes;

/// <summary>Codes, texts and order of the faults are the reference plugins', which runtimes and their tests know.</summary>
public class PluginHostTests
{
    /// <summary>Answers ADD with what it was given, and keeps what else it was asked.</summary>
    sealed class Parrot() : CniPlugin<PluginConfig>(json => new(json))
    {
        public List<string> Heard { get; } = [];

        protected override CniResult Add(CniCommand command, PluginConfig config) =>
            command.Args["FAIL"] is { } how ? throw new InvalidOperationException(how) : config.PrevResult ?? new();

        protected override void Del(CniCommand command, PluginConfig config) => Heard.Add($"DEL {command.Attachment.ContainerId}");
        protected override void Check(CniCommand command, PluginConfig config) => Heard.Add("CHECK");
        protected override void Gc(CniCommand command, PluginConfig config, IReadOnlySet<AttachmentKey> valid) => Heard.Add($"GC {string.Join(' ', valid)}");
        protected override void Status(CniCommand command, PluginConfig config) => throw new CniError(CniErrorCode.NotAvailable, "the pool is empty", "10.1.0.0/24");
    }

    readonly Parrot _parrot = new();

    readonly Dictionary<string, string> _environment = new()
    {
        ["CNI_COMMAND"] = "ADD", ["CNI_CONTAINERID"] = "c1", ["CNI_NETNS"] = "/run/netns/blue", ["CNI_IFNAME"] = "eth0", ["CNI_PATH"] = "/opt/cni/bin",
    };

    string Ask(string input)
    {
        var (exit, output) = PluginHost.Answer("parrot", name => name == "parrot" ? _parrot : null,
            name => _environment.GetValueOrDefault(name), () => Encoding.UTF8.GetBytes(input));
        return $"{exit} {Encoding.UTF8.GetString(output)}";
    }

    const string Net = """{"cniVersion":"1.1.0","name":"net"}""";

    static string Error(int code, string message, string? details = null, string version = "1.1.0") =>
        $$"""1 {"cniVersion":"{{version}}","code":{{code}},"msg":{{JsonText(message)}}{{(details is null ? "" : $",\"details\":{JsonText(details)}")}}}""";

    static string JsonText(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [Fact]
    public void Version_is_told_without_any_input()
    {
        var (exit, output) = PluginHost.Answer("parrot", _ => _parrot, name => name == "CNI_COMMAND" ? "VERSION" : null,
            () => throw new InvalidOperationException("standard input was read"));

        Assert.Equal(0, exit);
        Assert.Equal("""{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}""" + "\n", Encoding.UTF8.GetString(output));
    }

    [Fact]
    public void Missing_variables_are_all_named()
    {
        _environment.Remove("CNI_NETNS");
        _environment["CNI_PATH"] = "";
        Assert.Equal(Error(4, "required env variables [CNI_NETNS,CNI_PATH] missing"), Ask(Net));
    }

    [Fact]
    public void Gc_and_status_are_about_no_container()
    {
        _environment.Clear();
        (_environment["CNI_COMMAND"], _environment["CNI_PATH"]) = ("STATUS", "/opt/cni/bin");
        Assert.Equal(Error(50, "the pool is empty", "10.1.0.0/24"), Ask(Net));

        _environment["CNI_COMMAND"] = "GC";
        Assert.Equal("0 ", Ask("""{"cniVersion":"1.1.0","name":"net","cni.dev/valid-attachments":[{"containerID":"c1","ifname":"eth0"}]}"""));
        Assert.Equal("0 ", Ask("""{"cniVersion":"1.1.0","name":"net","cni.dev/valid-attachments":null}"""));
        Assert.Equal(["GC AttachmentKey { ContainerId = c1, IfName = eth0 }", "GC "], _parrot.Heard);
    }

    [Fact]
    public void Gc_without_a_list_of_the_living_collects_nothing()
    {
        _environment["CNI_COMMAND"] = "GC";
        Assert.Equal(Error(7, "cni.dev/valid-attachments is missing, so nothing can be told to be garbage"), Ask(Net));
        Assert.Empty(_parrot.Heard);
    }

    [Theory]
    [InlineData("-a", "invalid characters in containerID", "-a")]
    [InlineData("a/../b", "invalid characters in containerID", "a/../b")]
    public void A_container_id_ends_up_in_file_names_and_is_checked(string id, string message, string details)
    {
        _environment["CNI_CONTAINERID"] = id;
        Assert.Equal(Error(4, message, details), Ask("not even JSON"));
    }

    [Theory]
    [InlineData("0123456789abcdef", "interface name is too long", "interface name should be less than 16 characters")]
    [InlineData("..", "interface name is . or ..", null)]
    [InlineData("a/b", "interface name contains / or : or whitespace characters", null)]
    [InlineData("a:b", "interface name contains / or : or whitespace characters", null)]
    [InlineData("a b", "interface name contains / or : or whitespace characters", null)]
    public void An_interface_name_is_what_the_kernel_takes(string name, string message, string? details)
    {
        _environment["CNI_IFNAME"] = name;
        Assert.Equal(Error(4, message, details), Ask(Net));
    }

    [Fact]
    public void A_network_needs_a_name()
    {
        Assert.Equal(Error(7, "missing network name"), Ask("""{"cniVersion":"1.0.0"}"""));
        Assert.Equal(Error(7, "invalid characters found in network name", "../x"), Ask("""{"name":"../x"}"""));
        Assert.Equal(Error(6, "error unmarshall network config: name is 5, not text"), Ask("""{"name":5}"""));
        Assert.StartsWith("""1 {"cniVersion":"1.1.0","code":6,"msg":"error unmarshall network config: """, Ask("""{"name":"net"} and more"""));
    }

    [Fact]
    public void An_unknown_command_is_named()
    {
        _environment["CNI_COMMAND"] = "REMOVE";
        Assert.Equal(Error(4, "unknown CNI_COMMAND: REMOVE"), Ask(Net));
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("1.0")]
    [InlineData("nonsense")]
    public void A_version_that_is_not_known_is_incompatible(string version) => Assert.Equal(
        Error(1, "incompatible CNI versions",
            $"config is \"{version}\", plugin supports [\"0.1.0\" \"0.2.0\" \"0.3.0\" \"0.3.1\" \"0.4.0\" \"1.0.0\" \"1.1.0\"]"),
        Ask($$"""{"cniVersion":"{{version}}","name":"net"}"""));

    [Theory]
    [InlineData("CHECK", "0.3.1")]
    [InlineData("GC", "1.0.0")]
    [InlineData("STATUS", "")]
    public void A_command_is_for_configurations_that_know_it(string command, string version)
    {
        _environment["CNI_COMMAND"] = command;
        Assert.Equal(Error(1, $"config version does not allow {command}", version: version == "" ? "0.1.0" : version),
            Ask($$"""{"cniVersion":"{{version}}","name":"net"}"""));
    }

    [Theory]
    [InlineData("1.1.0.0", 6, "invalid version \"1.1.0.0\": too many parts")]
    [InlineData("v1.1.0", 6, "failed to convert major version part \"v1\": not a number")]
    [InlineData("1..0", 6, "failed to convert minor version part \"\": not a number")]
    [InlineData("1.0.0-rc1", 6, "failed to convert micro version part \"0-rc1\": not a number")]
    [InlineData("1.2.0", 1, "plugin version does not allow CHECK")]
    [InlineData("0.3", 1, "config version does not allow CHECK")]
    public void A_younger_command_needs_a_version_that_can_be_compared(string version, int code, string message)
    {
        _environment["CNI_COMMAND"] = "CHECK";
        Assert.Equal(Error(code, message), Ask($$"""{"cniVersion":"{{version}}","name":"net"}"""));
    }

    [Fact]
    public void A_version_that_is_no_text_cannot_be_decoded() =>
        Assert.Equal(Error(6, "decoding version from network config: cniVersion is 5, not text", version: "0.1.0"), Ask("""{"cniVersion":5,"name":"net"}"""));

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{\"name\":", "unexpected end of JSON input")]
    [InlineData("{\"name\":\"net\"}\n {}", "invalid character '{' in line 2, byte 2, or more than 500 levels deep")]
    [InlineData("{\"name\":\"net\",}", "invalid character '}' in line 1, byte 15")]
    [InlineData("é", "invalid character 'é' in line 1, byte 1")]
    public void What_is_no_json_is_told_with_the_place(string input, string problem) =>
        Assert.Equal(Error(6, $"error unmarshall network config: {problem}"), Ask(input));

    [Fact]
    public void Text_that_is_no_unicode_is_read_all_the_same()
    {
        Assert.Equal(Error(7, "invalid characters found in network name", "a\ufffd"), Ask("""{"name":"a\ud83d"}"""));
        Assert.StartsWith("0 ", Ask("""{"cniVersion":"1.0.0","name":"net","x":"\ude00\ud83d\ude00\\ud83d","\ud83d":1}"""));
        var bytes = Encoding.Latin1.GetBytes("""{"cniVersion":"1.0.0","name":"net","x":"é"}""");
        Assert.Equal(0, PluginHost.Answer("parrot", _ => _parrot, name => _environment.GetValueOrDefault(name), () => bytes).Exit);
    }

    [Fact]
    public void Null_is_an_empty_configuration() => Assert.Equal(Error(7, "missing network name"), Ask("null"));

    [Fact]
    public void Keys_may_be_in_any_case_and_the_last_of_equal_ones_counts() =>
        Assert.Equal("""0 {"cniVersion":"0.4.0","dns":{}}""", Ask("""{"CNIVersion":"0.3.1","name":"a/b","NAME":"net","cniVersion":"0.4.0","cniversion":null}"""));

    [Fact]
    public void A_result_that_cannot_be_read_keeps_nobody_from_deleting()
    {
        const string wrong = """{"cniVersion":"1.0.0","name":"net","prevResult":{"ips":[{"address":"x"}]}}""";
        Assert.Equal(Error(7, "prevResult.ips[0].address is \"x\", not an address with a prefix length, such as 10.1.0.0/24", version: "1.0.0"), Ask(wrong));
        _environment["CNI_COMMAND"] = "DEL";
        Assert.Equal("0 ", Ask(wrong));
    }

    [Fact]
    public void What_a_runtime_left_in_the_variables_of_an_attachment_is_nothing_to_gc()
    {
        (_environment["CNI_COMMAND"], _environment["CNI_CONTAINERID"], _environment["CNI_IFNAME"]) = ("GC", "-x", "a/b");
        Assert.Equal("0 ", Ask("""{"cniVersion":"1.1.0","name":"net","cni.dev/attachments":[]}"""));
    }

    [Fact]
    public void The_plugins_own_namespace_is_refused_before_any_work()
    {
        _environment["CNI_NETNS"] = "/proc/self/ns/net";
        _environment["CNI_COMMAND"] = "DEL";
        Assert.Equal(Error(8, "plugin's netns and netns from CNI_NETNS should not be the same", "/proc/self/ns/net"), Ask(Net));
        Assert.Empty(_parrot.Heard);

        _environment["CNI_NETNS_OVERRIDE"] = "1";
        Assert.Equal("0 ", Ask(Net));
        Assert.Equal(["DEL c1"], _parrot.Heard);
    }

    [Fact]
    public void A_late_del_has_no_namespace()
    {
        (_environment["CNI_COMMAND"], _environment["CNI_NETNS"]) = ("DEL", "");
        Assert.Equal("0 ", Ask(Net));
    }

    [Fact]
    public void The_result_is_of_the_configurations_version() =>
        Assert.Equal("""0 {"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.0.2/24"}],"dns":{}}""",
            Ask("""{"cniVersion":"0.4.0","name":"net","prevResult":{"cniVersion":"1.0.0","ips":[{"address":"10.1.0.2/24"}]}}"""));

    [Fact]
    public void A_result_that_its_version_cannot_tell_is_a_failed_add_and_taken_back()
    {
        Assert.Equal(Error(999, "cannot convert: no valid IP addresses", version: "0.2.0"), Ask("""{"cniVersion":"0.2.0","name":"net"}"""));
        Assert.Equal(["DEL c1"], _parrot.Heard);
    }

    [Fact]
    public void Wrong_values_are_all_told_in_one_error() =>
        Assert.Equal(Error(7, "type is 1, not text; ipMasq is \"on\", not true or false"), Ask("""{"cniVersion":"1.1.0","name":"net","type":1,"ipMasq":"on"}"""));

    [Fact]
    public void A_failure_nobody_thought_of_is_one_sentence_too()
    {
        _environment["CNI_ARGS"] = "FAIL=something broke";
        Assert.Equal(Error(999, "something broke"), Ask(Net));
    }

    [Fact]
    public void Arguments_for_other_plugins_are_left_alone_but_must_be_pairs()
    {
        _environment["CNI_ARGS"] = "IgnoreUnknown=1;K8S_POD_NAME=p1;MAC=02:11:22:33:44:55";
        Assert.StartsWith("0 ", Ask(Net));

        _environment["CNI_ARGS"] = "IgnoreUnknown=1;K8S_POD_NAME";
        Assert.Equal(Error(4, "ARGS: invalid pair \"K8S_POD_NAME\"", "CNI_ARGS is KEY=VALUE;KEY=VALUE"), Ask(Net));
    }

    [Fact]
    public void A_delegate_that_would_ask_for_itself_is_refused()
    {
        _environment["CNI_PATH"] = Directory.CreateTempSubdirectory("plugins").FullName;
        File.CreateSymbolicLink($"{_environment["CNI_PATH"]}/circle", "/proc/self/exe");
        var circle = new Circle();

        var (exit, output) = PluginHost.Answer("circle", name => name == "circle" ? circle : null, name => _environment.GetValueOrDefault(name), () => Encoding.UTF8.GetBytes(Net));

        Assert.Equal(Error(7, "ipam.type is circle, which is no address plugin: it asks for one itself"), $"{exit} {Encoding.UTF8.GetString(output)}");
        Assert.Equal(2, circle.Calls);
    }

    /// <summary>CVE-2021-20206: the name of an address plugin is a path, out of the folder of plugins.</summary>
    [Theory]
    [InlineData("../../sbin/reboot")]
    [InlineData("/sbin/reboot")]
    [InlineData("..")]
    public void A_delegate_is_the_name_of_a_file_and_no_way_to_one(string type)
    {
        _environment["CNI_PATH"] = "/usr/bin";
        var caller = new Circle(type);

        var (exit, output) = PluginHost.Answer("caller", name => name == "caller" ? caller : null, name => _environment.GetValueOrDefault(name), () => Encoding.UTF8.GetBytes(Net));

        Assert.Equal(Error(7, $"invalid plugin name: {type}"), $"{exit} {Encoding.UTF8.GetString(output)}");
    }

    sealed class Circle(string type = "circle") : CniPlugin<PluginConfig>(json => new(json))
    {
        public int Calls { get; private set; }

        protected override CniResult Add(CniCommand command, PluginConfig config)
        {
            Calls++;
            return command.Delegate(type).Add();
        }

        protected override void Del(CniCommand command, PluginConfig config) { }
        protected override void Check(CniCommand command, PluginConfig config) { }
        protected override void Gc(CniCommand command, PluginConfig config, IReadOnlySet<AttachmentKey> valid) { }
        protected override void Status(CniCommand command, PluginConfig config) { }
    }
}
