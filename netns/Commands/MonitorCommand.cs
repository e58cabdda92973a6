using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cli;
using Linux;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl monitor: a line for each name that comes or goes.</summary>
internal static class MonitorCommand
{
    public static Command Create()
    {
        var count = new Option<int?>("--count") { Description = "End after so many lines." };
        var ids = new Option<bool>("--nsid") { Description = "Tell, too, which ids this namespace gives to others and takes back." };
        var times = new Option<bool>("--timestamp", "-t") { Description = "Say when, by this machine's clock and in its time zone, as ip -ts monitor does." };
        var monitor = new Verb("monitor", """
            Tells of namespaces as their names come and go: "add blue", "delete blue".

            Unlike ip netns, it tells of a new one when it can be entered, not while it is being made; writes each line at once, into a pipe too; and with -j writes an
            object a line.
            """, "netctl monitor --count 1 >came &", "netctl add blue") { count, ids, times };
        monitor.SetAction(parsed => new Watch(parsed, parsed.GetValue(times)).Run(parsed.GetValue(count) ?? int.MaxValue, parsed.GetValue(ids)));
        return monitor;
    }

    sealed class Watch(ParseResult parsed, bool tellsTime)
    {
        readonly List<string> _unmounted = [];   // files that are there and no namespace yet
        int _left;

        public int Run(int count, bool withIds)
        {
            _left = count;
            Folder.Ensure(NamedNamespaces.Folder);
            using var ids = withIds ? OpenIds() : null;
            using var names = new FolderWatch(NamedNamespaces.Folder);
            using var mounts = FileDescriptor.Open("/proc/self/mountinfo");
            while (_left > 0)
            {
                var poll = new Poll();
                poll.ForReading(names.Descriptor);
                poll.ForChange(mounts);
                if (ids is not null) poll.ForReading(ids.Descriptor);
                poll.Wait();
                foreach (var (name, isThere) in poll.IsReady(0) ? names.Read() : [])
                    Change(name, isThere);
                TellMounted();
                foreach (var news in ids is not null && poll.IsReady(2) ? ids.Read() : [])
                    Tell(news);
            }
            return ExitCode.Ok;
        }

        NamespaceIdMonitor OpenIds()
        {
            using var ns = parsed.Netns() is { } name ? Options.OpenNamespace(name) : null;
            return NamespaceIdMonitor.Open(ns);
        }

        void Change(string name, bool isThere)
        {
            TellMounted();   // a name that came before another went is told first, also by who has been too slow to see it come
            if (isThere)
                _unmounted.Add(name);
            else if (!_unmounted.Remove(name))
                Tell("delete", name, null);
        }

        void TellMounted()
        {
            foreach (string name in _unmounted.Where(name => NetNamespace.IsAt($"{NamedNamespaces.Folder}/{name}")).ToList())
            {
                _unmounted.Remove(name);
                Tell("add", name, null);
            }
        }

        void Tell(NamespaceIdNews news)
        {
            using var socket = parsed.OpenSocket();
            Tell(news.IsGone ? "delete-nsid" : "add-nsid", news.IsGone ? null : new NamespaceNames(socket).Find(news.Id), news.Id);
        }

        // At once: whoever reads this acts on it.
        void Tell(string what, string? name, int? id)
        {
            if (_left-- <= 0) return;
            var output = new OutputBuffer();
            string time = tellsTime ? DateTime.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) : "";
            if (parsed.Json())
                WriteJson(output, time, what, name, id);
            else
                output.Write((time == "" ? "" : $"[{time}] ") + (id is null ? $"{what} {name}" : $"{(what == "delete-nsid" ? "Deleted " : "")}nsid {id}{(name is null ? "" : $" (iproute2 netns name: {name})")}"));
            output.Write("\n");
            Stdio.WriteOutput(output.Since(0));
        }

        static void WriteJson(OutputBuffer output, string time, string what, string? name, int? id)
        {
            using var json = new Utf8JsonWriter(output, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteStartObject();
            if (time != "") json.WriteString("timestamp", time);
            json.WriteString("event", what);
            if (id is { } number) json.WriteNumber("nsid", number);
            if (name is not null) json.WriteString("name", name);
            json.WriteEndObject();
        }
    }
}
