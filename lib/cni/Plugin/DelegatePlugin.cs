using System.Collections;
using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>
/// Another plugin that a plugin leaves part of its command to, by the rules of the specification: found in CNI_PATH, given the same
/// environment and the same input. When the file found is this very executable, no process is started: the plugin is called.
/// </summary>
public sealed class DelegatePlugin
{
    readonly CniCommand _command;
    readonly string _file;
    readonly CniPlugin? _sibling;

    internal DelegatePlugin(CniCommand command, string type)
    {
        _command = command;
        _file = PluginFiles.Find(type, command.PluginPath);
        _sibling = FileIdentity.Of(_file) == FileIdentity.Of("/proc/self/exe") ? command.Siblings(type) : null;
    }

    /// <summary>Runs its ADD. Whoever fails later must call <see cref="Del"/>; if it is the ADD that fails, nothing stays of it.</summary>
    public CniResult Add()
    {
        using var undo = new Undo();
        if (_sibling is null)   // ours take back what they did themselves; of others the specification wants a DEL
            undo.Add(Del);
        var result = Run(CniVerb.Add)!;
        undo.Complete();
        return result;
    }

    public void Del() => Run(CniVerb.Del);

    public void Check() => Run(CniVerb.Check);

    public void Gc() => Run(CniVerb.Gc);

    public void Status() => Run(CniVerb.Status);

    CniResult? Run(CniVerb verb)
    {
        if (_sibling is not null)
            return _sibling.Run(_command with { Verb = verb, IsDelegated = true });
        var output = PluginProcess.Run(_file, Environment(verb), _command.Input);
        return verb == CniVerb.Add ? PluginProcess.ReadResult(output, _command.Version ?? CniVersion.Newest) : null;
    }

    static IReadOnlyList<string> Environment(CniVerb verb)
    {
        var variables = new List<string> { $"CNI_COMMAND={verb.Text()}", $"{CniCommand.DelegatedVariable}=1" };
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            if ((string)variable.Key is not ("CNI_COMMAND" or CniCommand.DelegatedVariable))
                variables.Add($"{variable.Key}={variable.Value}");
        return variables;
    }
}
