using System.CommandLine;
using System.Text;
using Cli;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull create</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        var create = new Verb("create", "Makes a container, to be started later, and prints its id.", "hull create --name web -p 8080:80 busybox httpd -f -h /www");
        create.ProgramAt = 1;
        create.With(ContainerOptions.All).SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var request = ContainerOptions.Request(parsed);
            var idFile = LifeOptions.IdFile(parsed);
            Garbage.Collect();
            var (container, minded) = ContainerMaker.Make(request, toStart: false);
            using var untilItIsSaid = minded;
            if (idFile is not null)
                File.WriteAllText(idFile, container.Id);
            Stdio.WriteOutput(Encoding.ASCII.GetBytes(container.Id + "\n"));
            return 0;
        });
        return create;
    }
}
