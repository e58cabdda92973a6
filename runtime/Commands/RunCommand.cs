using System.CommandLine;
using System.Text;
using Cli;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull run</summary>
internal static class RunCommand
{
    static readonly Option<bool> s_detach = new("--detach", "-d") { Description = "Leave it running and print its id." };

    public static Command Create()
    {
        var run = new Verb("run", "Runs a command in a new container.", "hull run -d --name web -p 8080:80 busybox httpd -f -h /www")
        {
            s_detach, AttachOptions.Keys, AttachOptions.PassSignals,
        };
        run.ProgramAt = 1;
        run.With(ContainerOptions.All).SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var request = ContainerOptions.Request(parsed);
            var idFile = LifeOptions.IdFile(parsed);
            return parsed.GetValue(s_detach) ? Detached(request, idFile) : Attached(request, idFile, parsed);
        });
        return run;
    }

    static (Container Container, FileLock Minded) Make(RunRequest request, string? idFile)
    {
        Garbage.Collect();
        var made = ContainerMaker.Make(request, toStart: true);
        if (idFile is not null)
            File.WriteAllText(idFile, made.Container.Id);
        return made;
    }

    static int Attached(RunRequest request, string? idFile, ParseResult parsed)
    {
        if (request is { Terminal: true, OpensInput: true })
            Attachment.NeedTerminal();
        var (container, minded) = Make(request, idFile);
        return Starting.Attached(container, minded, request.OpensInput, parsed);
    }

    static int Detached(RunRequest request, string? idFile)
    {
        var (container, minded) = Make(request, idFile);
        Starting.Detached(container, minded);
        Stdio.WriteOutput(Encoding.ASCII.GetBytes(container.Id + "\n"));
        return 0;
    }
}
