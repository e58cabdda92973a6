using System.Text;
using System.Text.Json.Nodes;

namespace Hull.Templates;

/// <summary>
/// What --format takes: the part of Go's text/template that command lines are written in, with docker's functions, over a tree of JSON.
/// A field that is not there is an error; a name of docker's that differs from the key in upper and lower case alone is understood.
/// </summary>
internal sealed class Template
{
    readonly IReadOnlyList<Node> _nodes;

    Template(IReadOnlyList<Node> nodes) => _nodes = nodes;

    public static Template Parse(string text) => new(Parser.Read(text));

    /// <param name="labels">What {{.Label "NAME"}} asks for: a list's rows have labels that are one text there.</param>
    public string Run(JsonNode? data, Func<string, string>? labels = null)
    {
        var to = new StringBuilder();
        new Evaluator(to, data, labels).Run(_nodes);
        return to.ToString();
    }

    /// <summary>The first fields that it names; null when it asks for all of it, as {{json .}} does.</summary>
    public IReadOnlySet<string>? Fields()
    {
        var found = new HashSet<string>();
        return Collect(_nodes, found) ? found : null;
    }

    static bool Collect(IEnumerable<Node> nodes, HashSet<string> into) => nodes.All(node => node switch
    {
        OutputNode output => Collect(output.Pipeline, into),
        BlockNode block => Collect(block.Pipeline, into) & Collect(block.Then, into) & Collect(block.Else, into),
        _ => true,
    });

    static bool Collect(Pipeline pipeline, HashSet<string> into) => pipeline.Calls.SelectMany(call => call.Operands).All(operand => operand switch
    {
        DotOperand or VariableOperand when operand.Fields.Count == 0 => operand is VariableOperand { Name: not "$" },
        PipelineOperand inner => Collect(inner.Pipeline, into),
        DotOperand or VariableOperand => into.Add(operand.Fields[0]) || true,
        _ => true,
    });
}
