using Cni;
using Linux;

namespace Plugins.Names;

/// <summary>
/// Writes down what a container is called and where it is, for a resolver to read: one file for each network. It answers to two names, names and dnsname.
/// </summary>
internal sealed class NamesPlugin() : CniPlugin<NamesConfig>(json => new(json))
{
    protected override CniResult Add(CniCommand command, NamesConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "must be called as chained plugin: there is no prevResult");
        var lines = LinesFor(command, config, made);
        using (var file = NamesFile.Open(config.DataDir, config.Name))
        {
            file.Remove(command.Attachment.Key);
            foreach (string line in lines)
                file.Add(line);
            file.Save();
        }
        var resolvers = config.Resolvers(made).ToList();
        return resolvers.Count == 0 ? made : made with
        {
            Dns = made.Dns with
            {
                Nameservers = [.. resolvers, .. made.Dns.Nameservers.Except(resolvers)],
                Search = config.Domain == "" || made.Dns.Search.Contains(config.Domain) ? made.Dns.Search : [.. made.Dns.Search, config.Domain],
            },
        };
    }

    /// <summary>One for each address, when there is a name for it.</summary>
    static List<string> LinesFor(CniCommand command, NamesConfig config, CniResult made)
    {
        var names = Names(command, config);
        return names.Count == 0 ? [] : [.. made.Ips.Select(ip => NamesFile.Line(ip.Address, names, command.Attachment.Key))];
    }

    // The name that runtimes give in CNI_ARGS, then the aliases; each with the domain, too, so that whoever reads the file needs to know nothing else.
    static List<string> Names(CniCommand command, NamesConfig config)
    {
        string name = command.Args["K8S_POD_NAME"] ?? "";
        if (name != "" && !DnsName.IsValid(name))
            throw new CniError(CniErrorCode.InvalidEnvironment, $"K8S_POD_NAME in CNI_ARGS is \"{name}\", which cannot be a name");
        var names = new List<string>();
        foreach (string given in (IEnumerable<string>)(name == "" ? config.Aliases : [name, .. config.Aliases]))
        {
            if (names.Contains(given))
                continue;
            names.Add(given);
            if (config.Domain != "" && !given.EndsWith("." + config.Domain, StringComparison.OrdinalIgnoreCase))
                names.Add($"{given}.{config.Domain}");
        }
        return names;
    }

    protected override void Del(CniCommand command, NamesConfig config) => Change(config, file => file.Remove(command.Attachment.Key));

    protected override void Gc(CniCommand command, NamesConfig config, IReadOnlySet<AttachmentKey> valid) => Change(config, file => file.RemoveUnless(valid));

    static void Change(NamesConfig config, Action<NamesFile> change)
    {
        using var file = NamesFile.Find(config.DataDir, config.Name);
        if (file is null)
            return;
        change(file);
        file.Save();
    }

    protected override void Check(CniCommand command, NamesConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        using var file = NamesFile.Find(config.DataDir, config.Name);
        foreach (string line in LinesFor(command, config, made))
            if (file?.Holds(line) != true)
                throw new CniError(CniErrorCode.Internal, $"names: {config.DataDir}/{config.Name} has no line \"{line}\"");
    }

    protected override void Status(CniCommand command, NamesConfig config)
    {
        try
        {
            using var file = NamesFile.Open(config.DataDir, config.Name);
            file.Save();
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, $"the names of containers cannot be written down: {e.Message}");
        }
    }
}
