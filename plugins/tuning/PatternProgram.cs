namespace Plugins.Tuning;

/// <summary>What one step of a pattern does before the next is taken.</summary>
internal enum StepKind { Character, Position, Go, Either, Match }

/// <summary>Takes a character, looks where it is, goes elsewhere (<paramref name="To"/>), goes both on and elsewhere, or is done.</summary>
internal sealed record PatternStep(StepKind Kind, CharacterSet? Characters = null, Place? Place = null, int To = 0);

/// <summary>The steps of a pattern, in order.</summary>
internal sealed class PatternProgram
{
    const int Most = 10_000;

    readonly List<PatternStep> _steps = [];

    public IReadOnlyList<PatternStep> Steps => _steps;

    /// <summary>The number of the step to be added next.</summary>
    public int Next => _steps.Count;

    public int Add(PatternStep step)
    {
        if (_steps.Count == Most)
            throw new PatternException("it repeats too much");
        _steps.Add(step);
        return _steps.Count - 1;
    }

    /// <summary>Lets a step that goes elsewhere go to what is added next.</summary>
    public void LeadHere(int step) => _steps[step] = _steps[step] with { To = Next };
}

/// <summary>A place between two characters.</summary>
internal enum Place { Start, End, WordEdge, NotWordEdge }

internal static class Places
{
    public static bool IsAt(this Place place, string text, int at) => place switch
    {
        Place.Start => at == 0,
        Place.End => at == text.Length,
        Place.WordEdge => IsWord(text, at - 1) != IsWord(text, at),
        _ => IsWord(text, at - 1) == IsWord(text, at),
    };

    static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');
}
