using System.CommandLine;
using Cli;
using Xunit;

namespace Tests.Bytes;

/// <summary>Help and completion of a tool that there is not, made of its tree of commands.</summary>
public class CompleterTests
{
    [Theory]
    [InlineData("", "paint run")]
    [InlineData("pa", "paint")]
    [InlineData("paint ", "blue green red")]
    [InlineData("paint r", "red")]
    [InlineData("paint red ", "blue green")]              // what has been said is not offered again
    [InlineData("paint --", "--shade --quiet")]
    [InlineData("paint --shade ", "dark")]
    [InlineData("paint --shade dark re", "red")]
    [InlineData("paint --quiet re", "red")]
    [InlineData("paint --shade=dark re", "red")]
    [InlineData("run ", "one")]
    [InlineData("run one ", "")]                          // a program's words are its own
    [InlineData("run one --", "")]
    [InlineData("nothing --", "")]
    public void What_can_follow_comes_from_the_tree(string typed, string offered) =>
        Assert.Equal(offered, string.Join(' ', new Completer(Tool()).Next(typed.Split(' ')).Select(item => item.Label)));

    [Fact]
    public void Help_has_usage_arguments_options_and_examples() => Assert.Equal("""
        Usage: tool paint [--shade WORD] [--quiet] COLOUR...

        Paints.

        Once.

        Arguments:
          COLOUR  Which.

        Options:
          --shade WORD  How.
          -q, --quiet   Say nothing.

        Example:
          tool paint red

        """, HelpText.Of(Tool().Subcommands[0]));

    [Fact]
    public void Of_many_options_the_usage_line_says_only_that_there_are_some()
    {
        var command = new Verb("many", "Has many.");
        for (int i = 0; i < 17; i++) command.Add(new Option<bool>($"--option{i}"));
        Assert.Equal("many [OPTIONS]", CommandTree.UsageOf(command));
    }

    [Fact]
    public void Examples_stand_in_a_description_or_beside_it()
    {
        Assert.Equal(["a b", "c d"], new Verb("a", "Does it.\n\nExample:\n  a b\n  c d\n").Examples);
        Assert.Equal(["a b"], new Verb("a", "Does it.", "a b").Examples);
        Assert.Equal("Does it.", new Verb("a", "Does it. Example: a b").Description);
        Assert.Equal(["a b"], new Verb("head", "Is above.") { new Verb("a", "Does it.", "a b") }.Examples);
    }

    [Fact]
    public void What_a_tool_foresees_is_a_sentence_and_an_exit_code_and_what_nobody_foresaw_is_thrown()
    {
        Assert.Equal(7, Refusal.Attempt(() => throw new Refusal("", 7), "tool: ", _ => null));
        Assert.Equal(8, Refusal.Attempt(() => throw new IOException(), "tool: ", e => e is IOException ? new Refusal("", 8) : null));
        Assert.Equal(0, Refusal.Attempt(() => 0, "tool: ", _ => null));
        Assert.Throws<TimeoutException>(() => Refusal.Attempt(() => throw new TimeoutException(), "tool: ", _ => null));
    }

    static Verb Tool()
    {
        var shade = new Option<string>("--shade") { Description = "How.", HelpName = "WORD", CompletionSources = { "dark" } };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing." };
        var colour = new Argument<string[]>("colour") { Arity = ArgumentArity.OneOrMore, Description = "Which.", CompletionSources = { "red", "green", "blue" } };
        var program = new Argument<string[]>("program") { Arity = ArgumentArity.OneOrMore, CompletionSources = { "one" } };
        var run = new Verb("run", "Runs.", "tool run one true") { program };
        run.ProgramAt = 1;
        return new Verb("tool", "Is none.") { new Verb("paint", "Paints.\n\nOnce.", "tool paint red") { shade, quiet, colour }, run };
    }
}
