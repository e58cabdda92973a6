using System.CommandLine;
using System.Text;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull run</summary>
internal static class RunCommand
{
    static readonly Option<bool> s_detach = new("--detach", "-d") { Description = "Leave it running and print its id." };

    public static Command Create()
    {
        var run = new Command("run", "Runs a command in a new container. Example: hull run -d --name web -p 8080:80 busybox httpd -f -h /www") { s_detach };
        run.With(ContainerOptions.All).SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return Run(ContainerOptions.Request(parsed), parsed.GetValue(s_detach));
        });
        return run;
    }

    static int Run(RunRequest request, bool detach)
    {
        Garbage.Collect();
        var (container, minded) = ContainerMaker.Make(request, toStart: true);
        if (!detach)
            return Starting.Attached(container, minded, request.OpensInput);
        Starting.Detached(container, minded);
        Stdio.WriteOutput(Encoding.ASCII.GetBytes(container.Id + "\n"));
        return 0;
    }
}
