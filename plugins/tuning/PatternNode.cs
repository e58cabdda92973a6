namespace Plugins.Tuning;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    public abstract void WriteTo(PatternProgram program);
}

internal sealed record OneCharacter(CharacterSet Of) : PatternNode
{
    public override void WriteTo(PatternProgram program) => program.Add(new(StepKind.Character, Of));
}

internal sealed record AtPlace(Place Place) : PatternNode
{
    public override void WriteTo(PatternProgram program) => program.Add(new(StepKind.Position, Place: Place));
}

internal sealed record InTurn(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override void WriteTo(PatternProgram program)
    {
        foreach (var part in Parts)
            part.WriteTo(program);
    }
}

internal sealed record OneOf(IReadOnlyList<PatternNode> Ways) : PatternNode
{
    public override void WriteTo(PatternProgram program)
    {
        var ends = new List<int>();
        for (int i = 0; i < Ways.Count - 1; i++)
        {
            int choice = program.Add(new(StepKind.Either));
            Ways[i].WriteTo(program);
            ends.Add(program.Add(new(StepKind.Go)));
            program.LeadHere(choice);
        }
        Ways[^1].WriteTo(program);
        foreach (int end in ends)
            program.LeadHere(end);
    }
}

/// <summary>So many times; <paramref name="Most"/> null is any number of times.</summary>
internal sealed record Repeated(PatternNode Of, int Least, int? Most) : PatternNode
{
    public override void WriteTo(PatternProgram program)
    {
        for (int i = 0; i < Least; i++)
            Of.WriteTo(program);
        if (Most is null)
        {
            int loop = program.Add(new(StepKind.Either));
            Of.WriteTo(program);
            program.Add(new(StepKind.Go, To: loop));
            program.LeadHere(loop);
        }
        var ends = new List<int>();
        for (int i = Least; i < Most; i++)
        {
            ends.Add(program.Add(new(StepKind.Either)));
            Of.WriteTo(program);
        }
        foreach (int end in ends)
            program.LeadHere(end);
    }
}
