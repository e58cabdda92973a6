using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cni;
using Linux;
using Plugins;
using Xunit;

namespace Tests.Hostile;

/// <summary>
/// Whatever a plugin is sent, it answers with one JSON document or a clean exit, in its own words, and writes nowhere but where it may: some
/// 200,000 inputs, drawn from a seed, shared out among all plugins there are. <c>NET_HOSTILE_INPUTS</c> and <c>NET_HOSTILE_SEED</c> ask for others.
/// </summary>
public partial class HostileTests
{
    static readonly int s_inputs = Setting("NET_HOSTILE_INPUTS", 204_000);
    static readonly int s_seed = Setting("NET_HOSTILE_SEED", 1995);

    static int Setting(string name, int unset) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : unset;

    public static TheoryData<string> Names => [.. Catalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_input_has_one_clean_answer(string plugin) => Lab.Run(lab =>
    {
        HostileInput.Prepare(lab);
        using var thrown = new ForeignExceptions();
        using var silence = new Silence();
        int each = s_inputs * Share(plugin) / Catalog.Names.Sum(Share) + 1, done = 0;
        for (int i = 0; i < each; i++)
        {
            var input = HostileInput.Make(new Random(HashCode(s_seed, i)), plugin);
            var (exit, output) = PluginHost.Answer(plugin, Catalog.Find, input.Variable, () => input.Stdin);
            done += exit == 0 ? 1 : 0;
            string? problem = thrown.Take() ?? Problem(input, exit, output);
            Assert.True(problem is null, $"seed {s_seed}, input {i} of {plugin}: {problem}\nanswer {exit}: {Encoding.UTF8.GetString(output)}\n{input}");
        }
        Assert.Empty(HostileInput.StrayFiles());
        Assert.InRange(done, each / 50, each * 9 / 10);   // neither all refused at the door nor all let in
    });

    // What changes rules and links waits for the kernel, and there is a limit to what a test may take.
    static int Share(string plugin) => Templates.MakesLinks(plugin) ? 1 : 3;

    static int HashCode(int seed, int index) => unchecked(seed * 1_000_003 + index);

    static string? Problem(HostileInput input, int exit, byte[] output)
    {
        string text = Encoding.UTF8.GetString(output);
        if (NotForUsers().Match(text) is { Success: true, Value: var found })
            return $"nobody who reads \"{found}\" is helped";
        if (exit == 0 && text == "")
            return input.Variable("CNI_COMMAND") is "ADD" or "VERSION" ? "no result" : null;
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 1000 });
            return exit switch
            {
                0 => json.RootElement.GetProperty("cniVersion").GetString() is { Length: > 0 } ? null : "no version in the result",
                1 => ErrorProblem(json.RootElement),
                _ => "an exit status that CNI does not have",
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return $"not one JSON document of CNI: {e.Message}";
        }
    }

    static string? ErrorProblem(JsonElement error) =>
        error.GetProperty("code").GetInt32() <= 0 ? "no code in the error"
        : error.GetProperty("msg").GetString() is not { Length: > 0 } message ? "no message in the error"
        : error.GetProperty("cniVersion").GetString() is not { Length: > 0 } ? "no version in the error"
        : message.Length > 20_000 ? "a message that nobody can read" : null;

    // Names of types, lines of stacks, and what .NET says to a programmer.
    [GeneratedRegex(@"Exception|System\.|^\s+at |Parameter '|Object reference|Index was out|Nullable object|Specified argument|Sequence contains|"
        + "Input string|Value cannot be|Cannot (de)?serialize")]
    private static partial Regex NotForUsers();

    /// <summary>What .NET threw on this thread, caught or not, but for what it says of JSON: a fault that nobody thought of.</summary>
    sealed class ForeignExceptions : IDisposable
    {
        readonly int _thread = Environment.CurrentManagedThreadId;
        string? _first;

        public ForeignExceptions() => AppDomain.CurrentDomain.FirstChanceException += Note;

        void Note(object? sender, FirstChanceExceptionEventArgs e)
        {
            if (Environment.CurrentManagedThreadId == _thread && e.Exception is not JsonException
                && e.Exception.GetType().Namespace!.StartsWith("System", StringComparison.Ordinal))
                _first ??= $"{e.Exception.GetType()}: {e.Exception.Message}\n{new System.Diagnostics.StackTrace(1)}";
        }

        public string? Take() => Interlocked.Exchange(ref _first, null);

        public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Note;
    }

    /// <summary>Leads the process's standard error nowhere: what is said there of so many inputs is megabytes, and nobody's to read.</summary>
    sealed class Silence : IDisposable
    {
        readonly FileDescriptor _kept = new(Libc.dup(2)), _nowhere = new(Libc.open("/dev/null", Libc.O_WRONLY | Libc.O_CLOEXEC));

        public Silence() => Libc.dup2(_nowhere.Number, 2);

        public void Dispose()
        {
            Libc.dup2(_kept.Number, 2);
            _kept.Dispose();
            _nowhere.Dispose();
        }
    }
}
