using System.Text.Json.Nodes;
using Hull.Templates;
using Xunit;

namespace Tests.Bytes;

/// <summary>Templates: those that docker's documentation and its users write, and what docker makes of them.</summary>
public class TemplateTests
{
    const string Inspected = """
        {
          "Id": "4c01db0b339c7d2d1d7d8a3c5b0c6e6c2f8b0a4f8e1e8d3e7c6b5a4d3c2b1a09", "Name": "/web", "Image": "nginx:1.25", "Args": ["-g", "daemon off;"], "RestartCount": 0,
          "State": { "Status": "running", "Running": true, "OOMKilled": false, "Pid": 4711, "ExitCode": 0 },
          "Config": { "Env": ["PATH=/bin", "A=<b> & \"c\""], "Cmd": null, "Labels": { "com.example.stage": "live", "plain": "yes" } },
          "Mounts": [ { "Type": "volume", "Source": "/v/_data", "Destination": "/data" }, { "Type": "bind", "Source": "/srv", "Destination": "/srv" } ],
          "HostConfig": { "Memory": 209715200, "CpuShare": 0.5 },
          "NetworkSettings": {
            "Ports": { "443/tcp": null, "80/tcp": [ { "HostIp": "0.0.0.0", "HostPort": "1314" } ] },
            "Networks": { "shop": { "IPAddress": "172.19.0.3", "Gateway": "172.19.0.1" }, "hull": { "IPAddress": "172.17.0.2", "Gateway": "172.17.0.1" } }
          }
        }
        """;

    // Most of these stand in docker's own documentation or are among the answers that people paste.
    [Theory]
    [InlineData("{{.State.Status}}", "running")]
    [InlineData("{{ .State.Pid }}", "4711")]
    [InlineData("{{.Id}} {{.ID}}", "4c01db0b339c7d2d1d7d8a3c5b0c6e6c2f8b0a4f8e1e8d3e7c6b5a4d3c2b1a09 4c01db0b339c7d2d1d7d8a3c5b0c6e6c2f8b0a4f8e1e8d3e7c6b5a4d3c2b1a09")]
    [InlineData("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "172.17.0.2172.19.0.3")]
    [InlineData("{{range $k, $v := .NetworkSettings.Networks}}{{$k}}={{$v.IPAddress}} {{end}}", "hull=172.17.0.2 shop=172.19.0.3 ")]
    [InlineData("{{range $p, $conf := .NetworkSettings.Ports}}{{$p}} -> {{(index $conf 0).HostPort}} {{end}}", null)]
    [InlineData("{{range $p, $conf := .NetworkSettings.Ports}}{{if $conf}}{{$p}} -> {{(index $conf 0).HostPort}} {{end}}{{end}}", "80/tcp -> 1314 ")]
    [InlineData("{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}", "1314")]
    [InlineData("{{(index .NetworkSettings.Ports \"80/tcp\" 0).HostPort}}", "1314")]
    [InlineData("{{json .State}}", """{"Status":"running","Running":true,"OOMKilled":false,"Pid":4711,"ExitCode":0}""")]
    [InlineData("{{json .Config.Env}}", """["PATH=/bin","A=<b> & \"c\""]""")]
    [InlineData("{{json .Name}} {{json .Config.Cmd}} {{json .State.Pid}} {{json .State.Running}}", "\"/web\" null 4711 true")]
    [InlineData("{{.Name | json}}", "\"/web\"")]
    [InlineData("{{join .Args \", \"}}", "-g, daemon off;")]
    [InlineData("{{json (split .Image \":\")}} {{index (split .Image \":\") 1}}", """["nginx","1.25"] 1.25""")]
    [InlineData("{{lower \"ABC\"}} {{upper .Name}} {{title \"two words\"}}", "abc /WEB Two Words")]
    [InlineData("{{len .Mounts}} {{len .Name}} {{len .Config.Labels}} {{len .Config.Cmd}}", "2 4 2 0")]
    [InlineData("{{println .Name .State.Pid}}", "/web 4711\n")]
    [InlineData("{{range .Config.Env}}{{println .}}{{end}}", "PATH=/bin\nA=<b> & \"c\"\n")]
    [InlineData("{{print .Name .Image 1 2 \"x\"}}", "/webnginx:1.251 2x")]
    [InlineData("{{printf \"%s|%d|%q|%v|%-6s|%5d|%05d|%%\" .Name .State.Pid .Image .State.Running \"ab\" 42 42}}", "/web|4711|\"nginx:1.25\"|true|ab    |   42|00042|%")]
    [InlineData("{{printf \"%.12s\" .Id}} {{slice .Id 0 12}} {{truncate .Id 5}}", "4c01db0b339c 4c01db0b339c 4c01d")]
    [InlineData("{{printf \"%.2f %x\" .HostConfig.CpuShare 255}}", "0.50 ff")]
    [InlineData("{{if .State.Running}}up{{else}}down{{end}}", "up")]
    [InlineData("{{if .State.OOMKilled}}oom{{else if eq .State.ExitCode 0}}fine{{else}}bad{{end}}", "fine")]
    [InlineData("{{if and .State.Running (eq .State.Status \"running\") (not .State.OOMKilled)}}yes{{end}}", "yes")]
    [InlineData("{{or .Config.Cmd \"none\"}} {{or .Config.Cmd .Name \"x\"}} {{and .Name .Image}}", "none /web nginx:1.25")]
    [InlineData("{{if or (lt 1 2) .Nonexistent}}short{{end}}", "short")]
    [InlineData("{{eq .State.Status \"created\" \"running\"}} {{ne 1 2}} {{lt 1 2}} {{gt 1.5 1}} {{le 2 2}} {{ge 1 2}}", "true true true true true false")]
    [InlineData("{{with .NetworkSettings.Networks.shop}}{{.Gateway}} {{$.Name}}{{else}}none{{end}}", "172.19.0.1 /web")]
    [InlineData("{{with .NetworkSettings.Networks.other}}{{.Gateway}}{{else}}none{{end}}", "none")]
    [InlineData("{{with $x := .State}}{{$x.Pid}}{{end}}", "4711")]
    [InlineData("{{index .Config.Labels \"com.example.stage\"}}", "live")]
    [InlineData("[{{index .Config.Labels \"missing\"}}] {{.Config.Labels.missing}} {{.Config.Labels.plain}}", "[] <no value> yes")]
    [InlineData("{{range .Mounts}}{{.Source}}:{{.Destination}}\\n{{end}}", "/v/_data:/data\n/srv:/srv\n")]
    [InlineData("{{range $i, $m := .Mounts}}{{if $i}}, {{end}}{{$i}}:{{$m.Type}}{{end}}", "0:volume, 1:bind")]
    [InlineData("{{ range .Mounts -}} {{.Type}} {{- \",\" -}}   {{ end }}", "volume,bind,")]
    [InlineData("{{range .Config.Cmd}}{{.}}{{else}}nothing{{end}}", "nothing")]
    [InlineData("{{$n := 0}}{{range .Mounts}}{{$n = len .Type}}{{end}}{{$n}}", "4")]
    [InlineData("{{/* a comment */}}{{.Name}}{{- /* another */ -}}  !", "/web!")]
    [InlineData("{{.Name}}\\t{{.Image}}", "/web\tnginx:1.25")]
    [InlineData("{{.Name}}{{\"\\t\"}}{{.State.Pid}}{{\"\\n\"}}", "/web\t4711\n")]
    [InlineData("{{`raw \\t {{ }}`}} {{\"}}\"}}", "raw \\t {{ }} }}")]
    [InlineData("{{.Args}} {{.State.Running}} {{.Config.Labels}}", "[-g daemon off;] true map[com.example.stage:live plain:yes]")]
    [InlineData("{{.HostConfig.Memory}} {{.HostConfig.CpuShare}}", "209715200 0.5")]
    [InlineData("{{.Image | upper | printf \"%s-%s\" \"a\"}}", "a-NGINX:1.25")]
    [InlineData("{{pad .Name 1 2}}|", " /web  |")]
    [InlineData("no action at all", "no action at all")]
    [InlineData("", "")]
    public void Templates_come_to_what_docker_makes_of_them(string template, string? expected)
    {
        if (expected is null)
            Assert.Throws<TemplateException>(() => Run(template));
        else
            Assert.Equal(expected, Run(template));
    }

    [Theory]
    [InlineData("{{.Name", "--format: what begins at character 1, {{.Name, is not closed by }}")]
    [InlineData("a {{if .Name}} b", "--format: {{if .Name}} at character 3 is not closed by {{end}}")]
    [InlineData("{{.Name}}{{end}}", "--format: {{end}} at character 10: {{end}} ends nothing")]
    [InlineData("{{.Name.First}}", "--format: {{.Name.First}}: the text \"/web\" has no .First")]
    [InlineData("{{.State.Foo}}", "--format: {{.State.Foo}}: there is no .Foo in .State; there are Status, Running, OOMKilled, Pid, ExitCode")]
    [InlineData("{{.Config.Cmd.X}}", "--format: {{.Config.Cmd.X}}: there is nothing that .X could be taken of")]
    [InlineData("{{index .Args 7}}", "--format: {{index .Args 7}}: index 7 is outside a list of 2")]
    [InlineData("{{range .Name}}{{end}}", "--format: {{range .Name}}: range goes through a list or a map, and this is the text \"/web\"")]
    [InlineData("{{json}}", "--format: {{json}}: json takes 1 value, and is given 0")]
    [InlineData("{{eq .Name 1}}", "--format: {{eq .Name 1}}: eq cannot compare the text \"/web\" to the number 1")]
    [InlineData("{{printf \"%d\" .Name}}", "--format: {{printf \"%d\" .Name}}: printf's %d cannot print the text \"/web\"")]
    [InlineData("{{$x}}", "--format: {{$x}}: there is no variable $x")]
    [InlineData("{{.Name .Image}}", "--format: {{.Name .Image}}: only a function can be given values")]
    [InlineData("{{(.Name}}", "--format: {{(.Name}} at character 1: a ( is not closed by )")]
    [InlineData("{{\"open}}", "--format: what begins at character 1, {{\"open}}, is not closed by }}")]
    [InlineData("{{.Name ~}}", "--format: \"~\" at character 9 of the template is nothing that a template knows")]
    [InlineData("{{}}", "--format: {{}} at character 1: a value is missing")]
    [InlineData("{{template \"x\"}}", "--format: {{template \"x\"}} at character 1: template is not understood here")]
    public void What_cannot_be_understood_is_said_in_one_sentence_with_its_place(string template, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<TemplateException>(() => Run(template)).Message);

    [Fact]
    public void An_unknown_function_is_answered_by_those_there_are()
    {
        string said = Assert.Throws<TemplateException>(() => Run("{{Name}}")).Message;
        Assert.StartsWith("--format: {{Name}} at character 1: there is no function Name; there are and, eq, ", said);
    }

    [Fact]
    public void A_label_of_a_row_is_asked_for_by_its_name() =>
        Assert.Equal("a live", Template.Parse("{{.Name}} {{.Label \"stage\"}}").Run(JsonNode.Parse("""{ "Name": "a" }"""), name => name == "stage" ? "live" : ""));

    [Fact]
    public void Which_fields_a_template_wants_is_known_before_it_runs()
    {
        Assert.Equal(["Names", "Ports", "Size"], Template.Parse("{{.Names}} {{if .Ports}}{{upper $.Size}}{{end}}").Fields()!.Order());
        Assert.Null(Template.Parse("{{json .}}").Fields());
    }

    static string Run(string template) => Template.Parse(template).Run(JsonNode.Parse(Inspected));
}
