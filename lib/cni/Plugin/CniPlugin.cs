namespace Cni;

/// <summary>A plugin as its host and its siblings see it; write one by deriving from <see cref="CniPlugin{TConfig}"/>.</summary>
public abstract class CniPlugin
{
    private protected CniPlugin() { }

    /// <summary>Runs the command: the result of an ADD, null for the others.</summary>
    internal abstract CniResult? Run(CniCommand command);

    /// <summary>The oldest version of the specification whose configurations this plugin takes.</summary>
    protected virtual CniVersion Oldest => CniVersion.Oldest;

    /// <summary>Whether other plugins may ask it for addresses.</summary>
    protected virtual bool IsAddressPlugin => false;

    internal List<string> Versions
    {
        get
        {
            var versions = new List<string>();
            foreach (var version in CniVersion.Known)
                if (version >= Oldest)
                    versions.Add(version.ToString());
            return versions;
        }
    }

    /// <summary>Whether the configuration's version has the command, and the plugin knows the version.</summary>
    internal void CheckVersion(CniVerb verb, string named)
    {
        if (verb.Since() > CniVersion.Oldest)
            CheckThatVersionHas(verb, named);
        if (CniVersion.Find(named) is not { } known || known < Oldest)
            throw new CniError(CniErrorCode.IncompatibleVersion, "incompatible CNI versions",
                $"config is \"{named}\", plugin supports [{string.Join(' ', Versions.ConvertAll(version => $"\"{version}\""))}]");
    }

    // A version that nobody knows yet may have the command too, but not for us.
    static void CheckThatVersionHas(CniVerb verb, string named)
    {
        string problem = "";
        var version = named == "" ? CniVersion.Oldest : CniVersion.Parse(named, out problem) ?? throw new CniError(CniErrorCode.DecodingFailure, problem);
        if (version < verb.Since())
            throw new CniError(CniErrorCode.IncompatibleVersion, $"config version does not allow {verb.Text()}");
        if (version > CniVersion.Newest)
            throw new CniError(CniErrorCode.IncompatibleVersion, $"plugin version does not allow {verb.Text()}");
    }

    /// <summary>The version that a configuration names; "" when it names none.</summary>
    internal static string VersionNamed(ConfigObject json)
    {
        string named = json.String("cniVersion");
        return json.Problems.Count == 0 ? named : throw new CniError(CniErrorCode.DecodingFailure, $"decoding version from network config: {json.Problems[0]}");
    }
}

/// <summary>
/// One plugin. All five commands are abstract on purpose: a plugin that has nothing to collect or to report says so in a line,
/// and none is forgotten. <paramref name="read"/> is the constructor of its configuration.
/// </summary>
public abstract class CniPlugin<TConfig>(Func<ConfigObject, TConfig> read) : CniPlugin where TConfig : PluginConfig
{
    /// <summary>Makes the attachment and tells what was made. Whatever fails, nothing stays behind.</summary>
    protected abstract CniResult Add(CniCommand command, TConfig config);

    /// <summary>Takes the attachment away. That it is gone already, in part or in whole, is success.</summary>
    protected abstract void Del(CniCommand command, TConfig config);

    /// <summary>Throws unless the attachment is as ADD left it.</summary>
    protected abstract void Check(CniCommand command, TConfig config);

    /// <summary>Frees what the network holds for attachments that are not among the valid ones.</summary>
    protected abstract void Gc(CniCommand command, TConfig config, IReadOnlySet<AttachmentKey> valid);

    /// <summary>
    /// Throws <see cref="CniErrorCode.NotAvailable"/> or <see cref="CniErrorCode.LimitedConnectivity"/> when an ADD could not succeed now.
    /// </summary>
    protected abstract void Status(CniCommand command, TConfig config);

    /// <summary>What is said before the faults of a configuration, where others know the plugin by it.</summary>
    protected virtual string BeforeProblems(CniVerb verb) => "";

    internal sealed override CniResult? Run(CniCommand command)
    {
        var json = new ConfigObject(command.Json);
        CheckVersion(command.Verb, VersionNamed(json));
        var config = read(json);
        if (config.Problems(command.Verb) is { Count: > 0 } problems)
            throw CniError.InvalidConfig(problems, BeforeProblems(command.Verb));
        if (command.IsDelegated && !IsAddressPlugin && config.Ipam is { Type: not "" } ipam)
            return command.Verb is CniVerb.Del or CniVerb.Gc ? null : throw CniCommand.AsksItself(ipam.Type);   // so that it never gave anything
        switch (command.Verb)
        {
            case CniVerb.Add: return Add(command, config);
            case CniVerb.Del: Del(command, config); break;
            case CniVerb.Check: Check(command, config); break;
            case CniVerb.Gc: Gc(command, config, command.ValidAttachments()); break;
            case CniVerb.Status: Status(command, config); break;
        }
        return null;
    }
}
