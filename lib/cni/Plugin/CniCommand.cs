using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>One call from the runtime: its environment variables and its standard input, checked before anything is done.</summary>
public sealed record CniCommand
{
    CniCommand() { }

    public CniVerb Verb { get; internal init; }

    /// <summary>What is attached or detached. GC and STATUS are about the network, and have an empty one.</summary>
    public required Attachment Attachment { get; init; }

    /// <summary>The variable CNI_ARGS.</summary>
    public CniArgs Args { get; private init; } = CniArgs.None;

    /// <summary>The directories of CNI_PATH, where delegates are looked for.</summary>
    public string[] PluginPath { get; private init; } = [];

    /// <summary>Standard input as it came. A delegate gets the whole of it.</summary>
    public ReadOnlyMemory<byte> Input { get; private init; }

    internal JsonElement Json { get; private init; }

    /// <summary>The same, to be read: by a plugin that wants to know what a delegate is told.</summary>
    public ConfigObject Configuration => new(Json);

    /// <summary>The version of the configuration; null when it is not one we know.</summary>
    internal CniVersion? Version => CniVersion.Find(new ConfigObject(Json).String("cniVersion"));

    /// <summary>The plugins that live in this same executable, by name; a delegate among them needs no process.</summary>
    internal Func<string, CniPlugin?> Siblings { get; private init; } = _ => null;

    /// <summary>
    /// Of our own: tells a delegate that it is one. The file that a plugin finds under its own name may be a copy of it, or a script around it, and that would find the
    /// same file again.
    /// </summary>
    internal const string DelegatedVariable = "CNI_DELEGATED";

    /// <summary>Whether another plugin asks for this, with its own environment and input.</summary>
    internal bool IsDelegated { get; init; }

    /// <summary>The delegate of this name, found in CNI_PATH; the address plugin of <c>ipam.type</c>, for one.</summary>
    /// <exception cref="CniError">There is none; or it is asked for by a delegate, which has the same input and would so ask for itself, without end.</exception>
    public DelegatePlugin Delegate(string type) => !IsDelegated ? new(this, type) : throw AsksItself(type);

    internal static CniError AsksItself(string type) => new(CniErrorCode.InvalidConfig, $"ipam.type is {type}, which is no address plugin: it asks for one itself");

    /// <summary>Reads a call. Faults are found in the order, and told in the words, of the reference plugins.</summary>
    /// <exception cref="CniError">A fault that a runtime made.</exception>
    internal static CniCommand Read(Func<string, string?> environment, Func<byte[]> input, Func<string, CniPlugin?> siblings)
    {
        string Variable(string name) => environment(name) ?? "";
        string verbName = Variable("CNI_COMMAND");
        var verb = CniVerbs.Find(verbName);
        if (verb is { } known)
            CheckVariables(known, Variable);
        var attachment = verb is CniVerb.Gc or CniVerb.Status
            ? new Attachment("", "", "")   // whatever a runtime has left in these variables
            : new(Variable("CNI_CONTAINERID"), Variable("CNI_NETNS"), Variable("CNI_IFNAME"));
        if (attachment.ContainerId != "")
            CniNames.CheckContainerId(attachment.ContainerId);
        if (attachment.IfName != "")
            CniNames.CheckIfName(attachment.IfName);

        byte[] content = input();
        var json = Parse(content);
        CheckName(json);
        var command = new CniCommand
        {
            Verb = verb ?? throw new CniError(CniErrorCode.InvalidEnvironment, $"unknown CNI_COMMAND: {verbName}"),
            Attachment = attachment,
            Args = CniArgs.Parse(Variable("CNI_ARGS")),
            PluginPath = Variable("CNI_PATH").Split(':', StringSplitOptions.RemoveEmptyEntries),
            Input = content,
            Json = json,
            Siblings = siblings,
            IsDelegated = Variable(DelegatedVariable) != "",
        };
        if (command.Verb.ChangesNetNs() && Variable("CNI_NETNS_OVERRIDE") is not ("1" or "true" or "TRUE" or "True" or "t" or "T"))
            CheckNetNsIsNotOurs(command.Attachment.NetNs);
        return command;
    }

    static void CheckVariables(CniVerb verb, Func<string, string> variable)
    {
        string missing = "";
        foreach (string name in verb.Required())
            if (variable(name) == "")
                missing += missing == "" ? name : "," + name;
        if (missing != "")
            throw new CniError(CniErrorCode.InvalidEnvironment, $"required env variables [{missing}] missing");
    }

    static JsonElement Parse(byte[] content)
    {
        try
        {
            return JsonText.Parse(content);
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.DecodingFailure, $"error unmarshall network config: {e.Message}");
        }
    }

    static void CheckName(JsonElement json)
    {
        var members = new ConfigObject(json);
        string name = members.String("name");
        if (members.Problems.Count > 0)
            throw new CniError(CniErrorCode.DecodingFailure, $"error unmarshall network config: {members.Problems[0]}");
        CniNames.CheckNetworkName(name);
    }

    // Before any work: the wrong path would have the host's own links changed. A path that cannot be looked at is judged by who opens it.
    static void CheckNetNsIsNotOurs(string path)
    {
        if (path != "" && FileIdentity.Of(path) is { } theirs && theirs == FileIdentity.Of("/proc/thread-self/ns/net"))
            throw new CniError(CniErrorCode.InvalidNetNs, "plugin's netns and netns from CNI_NETNS should not be the same", path);
    }

    /// <summary>The attachments that a GC is to leave alone.</summary>
    /// <exception cref="CniError">The list is missing: taking that for an empty one would end every attachment there is.</exception>
    internal IReadOnlySet<AttachmentKey> ValidAttachments()
    {
        var members = new ConfigObject(Json);
        string key = HasMember("cni.dev/valid-attachments") ? "cni.dev/valid-attachments" : "cni.dev/attachments";
        if (!HasMember(key))
            throw new CniError(CniErrorCode.InvalidConfig, "cni.dev/valid-attachments is missing, so nothing can be told to be garbage");
        var valid = new HashSet<AttachmentKey>();
        if (members.Find(key) is not null)
            foreach (var item in members.Objects(key))
                valid.Add(new(item.String("containerID"), item.String("ifname")));
        return members.Problems.Count == 0 ? valid : throw CniError.InvalidConfig(members.Problems);
    }

    // Here null is a list that a runtime found empty, not one it did not send.
    bool HasMember(string key) => Json.TryGetProperty(key, out _);
}
