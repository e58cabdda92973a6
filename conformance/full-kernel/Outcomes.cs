using System.Globalization;
using Tests;
using Xunit.Abstractions;

namespace Conformance.FullKernel;

/// <summary>
/// A file with a line for each test as soon as it has ended, so that none is lost when the machine is: passed, failed or skipped, its name, its seconds
/// and why, between tabs.
/// </summary>
internal sealed class Outcomes(string file) : IDisposable
{
    readonly Lock _turn = new();
    readonly StreamWriter _lines = new(file) { AutoFlush = true };

    public int Failures { get; private set; }

    public void Take(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed: Write("passed", passed, ""); break;
            case ITestSkipped skipped: Write("skipped", skipped, skipped.Reason); break;
            case ITestFailed failed: Write("failed", failed, $"{string.Join(": ", failed.Messages)} {Place(failed.StackTraces[0])}"); break;
        }
    }

    void Write(string outcome, ITestResultMessage result, string reason)
    {
        lock (_turn)
        {
            if (outcome == "failed") Failures++;
            string seconds = result.ExecutionTime.ToString("F1", CultureInfo.InvariantCulture);
            string line = string.Join(' ', reason.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
            _lines.WriteLine(string.Join('\t', outcome, result.Test.DisplayName, seconds, line));
        }
    }

    // The first line of the repository's own; what xunit did before is of no interest.
    static string? Place(string? stack) => stack?.Split('\n').FirstOrDefault(line => line.Contains(Repository.Root))?.Trim();

    public void Dispose() => _lines.Dispose();
}
