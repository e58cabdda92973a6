using Linux;

namespace Cni;

/// <summary>Takes back, newest first, the steps of work that was not completed.</summary>
public sealed class Undo : IDisposable
{
    readonly Stack<Action> _steps = new();

    /// <summary>Remembers how to take back what was just done.</summary>
    public void Add(Action step) => _steps.Push(step);

    /// <summary>All went well: nothing is taken back.</summary>
    public void Complete() => _steps.Clear();

    /// <summary>A step that fails does not stop the others; the failure that started it all is the one to report.</summary>
    public void Dispose()
    {
        while (_steps.TryPop(out var step))
            try
            {
                step();
            }
            catch (Exception e)
            {
                Stdio.WriteError($"while undoing: {e.Message}");
            }
    }
}
