using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: Xunit.TestFramework("Tests.SkippingFramework", "Tests")]

namespace Tests;

/// <summary>Leaves a test out because the kernel, or the machine, said that it lacks something. The run counts it as skipped, with the reason.</summary>
public static class Skip
{
    public static void Because(string answer) => throw new SkipException(answer);

    public static void If(bool lacking, string answer)
    {
        if (lacking) Because(answer);
    }
}

internal sealed class SkipException(string reason) : Exception(reason);

/// <summary>xunit 2 decides what to skip before it runs anything, and a kernel answers only when asked: here a SkipException becomes a skipped test.</summary>
internal sealed class SkippingFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(System.Reflection.AssemblyName assembly) =>
        new Executor(assembly, SourceInformationProvider, DiagnosticMessageSink);

    sealed class Executor(System.Reflection.AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> cases, IMessageSink results, ITestFrameworkExecutionOptions options) =>
            base.RunTestCases(cases, new SkipSink(results), options);
    }

    sealed class SkipSink(IMessageSink next) : Xunit.LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => next.OnMessage(
            message is ITestFailed failed && failed.ExceptionTypes[0] == typeof(SkipException).FullName
                ? new TestSkipped(failed.Test, failed.Messages[0])
                : message);
    }
}
