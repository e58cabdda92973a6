using System.Reflection;
using Tests;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.FullKernel;

/// <summary>The tests of one assembly, as xunit finds and runs them.</summary>
internal sealed class AssemblyTests(Assembly assembly, Outcomes outcomes)
{
    readonly SkippingFramework _framework = new(new Listener());

    /// <summary>Those with one of these names. Only the classes that are named are looked at.</summary>
    public List<ITestCase> Find(string[] names)
    {
        var wanted = names.ToHashSet();
        var found = new List<ITestCase>();
        using var discoverer = _framework.GetDiscoverer(Reflector.Wrap(assembly));
        foreach (string type in names.Select(ClassOf).Distinct().Where(type => assembly.GetType(type) is not null))
        {
            using var listener = new Listener(message =>
            {
                if (message is ITestCaseDiscoveryMessage { TestCase: var test } && wanted.Contains(test.DisplayName)) found.Add(test);
            });
            discoverer.Find(type, includeSourceInformation: false, listener, Options.Default);
            listener.AwaitEnd();
        }
        return found;
    }

    /// <summary>Runs them, on each processor one after the other: the tests of a class, too, for each has a lab of its own.</summary>
    public void Run(List<ITestCase> tests)
    {
        int shares = Math.Min(Environment.ProcessorCount, tests.Count);
        using var executor = _framework.GetExecutor(assembly.GetName());
        Thread[] runners = [.. Enumerable.Range(0, shares).Select(share => new Thread(() =>
        {
            using var listener = new Listener(outcomes.Take);
            executor.RunTests(tests.Where((_, i) => i % shares == share), listener, Options.Default);
            listener.AwaitEnd();
        }))];
        foreach (var runner in runners) runner.Start();
        foreach (var runner in runners) runner.Join();
    }

    // NAMESPACE.CLASS.METHOD, and perhaps (ARGUMENTS)
    static string ClassOf(string name)
    {
        string method = name.Split('(')[0];
        return method[..Math.Max(method.LastIndexOf('.'), 0)];
    }

    /// <summary>Hears what xunit has to say, and when it has said it all.</summary>
    sealed class Listener(Action<IMessageSinkMessage>? heard = null) : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        readonly ManualResetEventSlim _end = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            heard?.Invoke(message);
            if (message is IDiscoveryCompleteMessage or ITestAssemblyFinished) _end.Set();
            return true;
        }

        public void AwaitEnd() => _end.Wait();
        public void Dispose() => _end.Dispose();
    }

    /// <summary>One test at a time; all else as xunit has it when nothing is said.</summary>
    sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        public static readonly Options Default = new();

        public TValue GetValue<TValue>(string name) => name == "xunit.execution.DisableParallelization" ? (TValue)(object)true : default!;
        public void SetValue<TValue>(string name, TValue value) { }   // xunit sets nothing here
    }
}
