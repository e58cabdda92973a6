namespace Hull.Templates;

/// <summary>A part of a template that has been read.</summary>
internal abstract record Node;

internal sealed record TextNode(string Text) : Node;

/// <summary>{{PIPELINE}}: what it comes to is written, unless it goes to a variable.</summary>
internal sealed record OutputNode(Pipeline Pipeline) : Node;

internal enum BlockKind { If, With, Range }

/// <summary>{{if}}, {{with}} or {{range}}, and what stands between it and its {{end}}.</summary>
internal sealed record BlockNode(BlockKind Kind, Pipeline Pipeline, IReadOnlyList<Node> Then, IReadOnlyList<Node> Else) : Node;

/// <summary>Calls each of which is given what the one before it came to.</summary>
/// <param name="Variables">Those that it goes to; two of a range are the key and the value.</param>
/// <param name="Declares">Whether they are new ones.</param>
/// <param name="Source">As it was written, for messages.</param>
internal sealed record Pipeline(IReadOnlyList<string> Variables, bool Declares, IReadOnlyList<Call> Calls, string Source);

/// <summary>Something alone, or a function and what it is called with.</summary>
internal sealed record Call(IReadOnlyList<Operand> Operands);

/// <summary>Something that has a value, and the way from there to a part of it.</summary>
internal abstract record Operand
{
    public IReadOnlyList<string> Fields { get; init; } = [];
}

internal sealed record DotOperand : Operand;
internal sealed record VariableOperand(string Name) : Operand;
internal sealed record LiteralOperand(object? Value) : Operand;
internal sealed record FunctionOperand(string Name) : Operand;
internal sealed record PipelineOperand(Pipeline Pipeline) : Operand;
