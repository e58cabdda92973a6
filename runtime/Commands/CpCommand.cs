using System.CommandLine;
using Cli;
using Hull.Copying;
using Linux;

namespace Hull.Commands;

/// <summary>hull cp</summary>
internal static class CpCommand
{
    public static Command Create()
    {
        var archive = new Option<bool>("--archive", "-a") { Description = "Copies belong to whom the originals belong to; else to root." };
        var follow = new Option<bool>("--follow-link", "-L") { Description = "Copy what a symbolic link that is named leads to." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing. It says nothing anyway when its output is no terminal." };
        var from = new Argument<string>("from") { Description = "CONTAINER:PATH, a path here, or - for a tar on standard input. A folder's /. is what is in it." };
        var to = new Argument<string>("to") { Description = "CONTAINER:PATH, a path here, or - for a tar on standard output." };
        return new Verb("cp", "Copies files to or from a container, running or not.", "hull cp web:/www/index.html .") { archive, follow, quiet, from, to }.Doing(parsed =>
        {
            var copy = new Copy(CopyEnd.Parse(parsed.GetRequiredValue(from)), CopyEnd.Parse(parsed.GetRequiredValue(to)), parsed.GetValue(follow), parsed.GetValue(archive));
            if (copy.From.Container is null == copy.To.Container is null)
                throw new HullException(copy.From.Container is null
                    ? "cp copies to or from a container: one of the two is CONTAINER:PATH"
                    : "copying between containers is not supported: copy to a folder here, and from there", exitCode: 1);
            if (copy.To.IsStream && Stdio.OutputIsTerminal)
                throw new HullException("a tar is nothing for a terminal: redirect it", exitCode: 1);
            long size = copy.Run();
            if (!parsed.GetValue(quiet) && Stdio.OutputIsTerminal)
                Stdio.WriteError($"Successfully copied {DecimalSize.Print(size)} to {copy.To}");
            return 0;
        });
    }
}
