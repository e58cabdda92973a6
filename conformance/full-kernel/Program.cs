using Xunit.Abstractions;

namespace Conformance.FullKernel;

/// <summary>
/// Runs tests by their names, of both assemblies, without the test platform: that takes a minute to begin where a processor is emulated.
/// <c>dotnet Conformance.dll NAMES OUTCOMES</c>: a name, with its arguments, on each line of NAMES; OUTCOMES is <see cref="Outcomes"/>.
/// </summary>
internal static class Program
{
    static int Main(string[] arguments)
    {
        if (arguments is not [var names, var file])
        {
            Console.Error.WriteLine("usage: dotnet Conformance.dll NAMES OUTCOMES");
            return 2;
        }
        string[] wanted = File.ReadAllLines(names);
        using var outcomes = new Outcomes(file);
        foreach (var assembly in (System.Reflection.Assembly[])[typeof(Tests.Lab).Assembly, typeof(Program).Assembly])
        {
            var tests = new AssemblyTests(assembly, outcomes);
            List<ITestCase> found = tests.Find(wanted);
            tests.Run(found);
        }
        return outcomes.Failures == 0 ? 0 : 1;
    }
}
