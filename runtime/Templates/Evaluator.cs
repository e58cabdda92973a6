using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hull.Templates;

/// <summary>Runs a template. Values are null, text, bool, long, double, and arrays and objects of JSON.</summary>
internal sealed class Evaluator(StringBuilder to, JsonNode? data, Func<string, string>? labels)
{
    /// <summary>Objects whose members are no fields but entries under names that users choose: a missing one is no mistake.</summary>
    static readonly HashSet<string> s_maps =
        ["Labels", "Networks", "Ports", "PortBindings", "ExposedPorts", "Volumes", "Options", "Containers", "Attributes", "Sysctls", "Tmpfs", "Data", "LogOpts", "Annotations"];

    readonly Stack<(string Name, object? Value)> _variables = [];
    object? _dot = Value(data);

    public void Run(IReadOnlyList<Node> nodes)
    {
        foreach (var node in nodes)
            switch (node)
            {
                case TextNode text:
                    to.Append(text.Text);
                    break;
                case OutputNode { Pipeline: var pipeline }:
                    object? value = Evaluate(pipeline);
                    if (pipeline.Variables.Count == 0)
                        to.Append(GoText.Of(value));
                    else
                        Assign(pipeline, value);
                    break;
                case BlockNode block:
                    Run(block);
                    break;
            }
    }

    void Run(BlockNode block)
    {
        object? value = Evaluate(block.Pipeline);
        if (block.Kind == BlockKind.Range)
        {
            Repeat(block, value);
            return;
        }
        Within(block.Kind == BlockKind.With && IsTrue(value) ? value : _dot, () =>
        {
            if (block.Pipeline.Variables.Count > 0)
                Assign(block.Pipeline, value);
            Run(IsTrue(value) ? block.Then : block.Else);
        });
    }

    void Repeat(BlockNode block, object? over)
    {
        var entries = Entries(over, block.Pipeline).ToList();
        if (entries.Count == 0)
            Within(_dot, () => Run(block.Else));
        foreach (var (key, value) in entries)
            Within(value, () =>
            {
                if (block.Pipeline.Variables is [var one])
                    Set(one, value, block.Pipeline.Declares);
                else if (block.Pipeline.Variables is [var first, var second])
                {
                    Set(first, key, block.Pipeline.Declares);
                    Set(second, value, block.Pipeline.Declares);
                }
                Run(block.Then);
            });
    }

    // As in Go: the entries of an object in the order of their names.
    static IEnumerable<(object? Key, object? Value)> Entries(object? over, Pipeline pipeline) => over switch
    {
        null => [],
        JsonArray list => list.Select((item, at) => ((object?)(long)at, Value(item))),
        JsonObject map => map.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => ((object?)one.Key, Value(one.Value))),
        long count => Enumerable.Range(0, (int)count).Select(at => ((object?)(long)at, (object?)(long)at)),
        _ => throw Wrong(pipeline, $"range goes through a list or a map, and this is {GoText.Kind(over)}"),
    };

    // What is declared within is forgotten after it.
    void Within(object? dot, Action work)
    {
        var (outer, known) = (_dot, _variables.Count);
        _dot = dot;
        work();
        _dot = outer;
        while (_variables.Count > known) _variables.Pop();
    }

    void Assign(Pipeline pipeline, object? value) => Set(pipeline.Variables[0], value, pipeline.Declares);

    void Set(string name, object? value, bool declares)
    {
        if (declares)
        {
            _variables.Push((name, value));
            return;
        }
        var above = new Stack<(string, object?)>();
        while (_variables.TryPop(out var one))
        {
            above.Push(one.Name == name ? (name, value) : one);
            if (one.Name == name) break;
        }
        while (above.TryPop(out var one)) _variables.Push(one);
    }

    object? Evaluate(Pipeline pipeline)
    {
        object? value = null;
        for (int at = 0; at < pipeline.Calls.Count; at++)
            value = Evaluate(pipeline.Calls[at], pipeline, at == 0 ? [] : [value]);
        return value;
    }

    object? Evaluate(Call call, Pipeline pipeline, object?[] last)
    {
        var first = call.Operands[0];
        if (first is FunctionOperand { Name: "and" or "or" } choice)
            return Choose(choice.Name == "and", call, pipeline, last);
        if (first is FunctionOperand function)
        {
            object?[] args = [.. call.Operands.Skip(1).Select(operand => Evaluate(operand, pipeline)), .. last];
            try
            {
                return Part(Functions.Call(function.Name, args), function.Fields, pipeline);
            }
            catch (ArgumentException e)
            {
                throw Wrong(pipeline, e.Message);
            }
        }
        if (call.Operands.Count + last.Length == 1)
            return Evaluate(first, pipeline);
        if (first is DotOperand or VariableOperand && first.Fields is [.., "Label"] && labels is not null && call.Operands is [_, var name])
            return labels(GoText.Of(Evaluate(name, pipeline)));
        throw Wrong(pipeline, "only a function can be given values");
    }

    // The first that decides, or the last; what comes after it is not looked at.
    object? Choose(bool isAnd, Call call, Pipeline pipeline, object?[] last)
    {
        object? value = null;
        foreach (var operand in call.Operands.Skip(1).Concat(last.Select(one => new LiteralOperand(one))))
        {
            value = Evaluate(operand, pipeline);
            if (IsTrue(value) != isAnd) break;
        }
        return value;
    }

    object? Evaluate(Operand operand, Pipeline pipeline) => Part(operand switch
    {
        DotOperand => _dot,
        VariableOperand { Name: "$" } => Value(data),
        VariableOperand variable => Variable(variable.Name, pipeline),
        LiteralOperand literal => literal.Value,
        PipelineOperand inner => Evaluate(inner.Pipeline),
        FunctionOperand function => Evaluate(new Call([function]), pipeline, []),
        _ => null,
    }, operand is FunctionOperand ? [] : operand.Fields, pipeline);

    object? Variable(string name, Pipeline pipeline)
    {
        foreach (var (known, value) in _variables)
            if (known == name) return value;
        throw Wrong(pipeline, $"there is no variable {name}");
    }

    static object? Part(object? of, IReadOnlyList<string> fields, Pipeline pipeline)
    {
        foreach (string field in fields)
            of = of switch
            {
                JsonObject map => Member(map, field, pipeline),
                null => throw Wrong(pipeline, $"there is nothing that .{field} could be taken of"),
                _ => throw Wrong(pipeline, $"{GoText.Kind(of)} has no .{field}"),
            };
        return of;
    }

    static object? Member(JsonObject map, string field, Pipeline pipeline)
    {
        if (map.TryGetPropertyValue(field, out var exact))
            return Value(exact);
        if (map.FirstOrDefault(one => one.Key.Equals(field, StringComparison.OrdinalIgnoreCase)) is { Key: not null } alike)
            return Value(alike.Value);
        string? own = map.Parent is JsonObject ? map.GetPropertyName() : null;
        return own is not null && s_maps.Contains(own) ? null
            : throw Wrong(pipeline, $"there is no .{field}{(own is null ? "" : $" in .{own}")}; there are {string.Join(", ", map.Select(one => one.Key))}");
    }

    public static object? Value(JsonNode? node) => node is not JsonValue ? node : node.GetValueKind() switch
    {
        JsonValueKind.String => node.ToString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => GoText.Number(node.ToJsonString()),
    };

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool is_ => is_,
        string text => text != "",
        long number => number != 0,
        double number => number != 0,
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        _ => true,
    };

    static TemplateException Wrong(Pipeline pipeline, string why) => new($"{{{{{pipeline.Source}}}}}: {why}");
}
