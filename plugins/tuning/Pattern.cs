namespace Plugins.Tuning;

/// <summary>
/// A regular expression as Go's regexp (RE2) reads it, for a yes or no. .NET's own engine would double the size of the plugins' executable.
/// All ways through the pattern are followed at once, a character at a time, so that no pattern takes long.
/// </summary>
internal sealed class Pattern
{
    readonly IReadOnlyList<PatternStep> _steps;

    Pattern(IReadOnlyList<PatternStep> steps) => _steps = steps;

    /// <exception cref="PatternException">What is wrong with it, or not understood.</exception>
    public static Pattern Parse(string text)
    {
        var program = new PatternProgram();
        new PatternParser(text).Parse().WriteTo(program);
        program.Add(new(StepKind.Match));
        return new(program.Steps);
    }

    /// <summary>Whether some part of the text is a match.</summary>
    public bool IsMatchIn(string text)
    {
        List<int> here = [], next = [];
        for (int at = 0; ; at++)
        {
            // Each step once: the second way to it leads nowhere else.
            var seen = new bool[_steps.Count];
            var waiting = new Stack<int>([0]);   // a match may begin anywhere
            foreach (int step in next)
                waiting.Push(step);
            here.Clear();
            while (waiting.TryPop(out int step))
                if (!seen[step])
                {
                    seen[step] = true;
                    if (_steps[step].Kind == StepKind.Match)
                        return true;
                    Follow(step, text, at, waiting, here);
                }
            if (at == text.Length)
                return false;
            next.Clear();
            foreach (int step in here)
                if (_steps[step].Characters!.Has(text[at]))
                    next.Add(step + 1);
        }
    }

    void Follow(int number, string text, int at, Stack<int> waiting, List<int> here)
    {
        var step = _steps[number];
        switch (step.Kind)
        {
            case StepKind.Character: here.Add(number); break;
            case StepKind.Go: waiting.Push(step.To); break;
            case StepKind.Either:
                waiting.Push(step.To);
                waiting.Push(number + 1);
                break;
            case StepKind.Position when step.Place!.Value.IsAt(text, at): waiting.Push(number + 1); break;
        }
    }
}

/// <summary>A pattern that is wrong, or says more than is understood here.</summary>
internal sealed class PatternException(string problem) : Exception(problem);
