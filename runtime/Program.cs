using Hull.Commands;
using Hull.Init;
using Hull.Monitor;
using Hull.Names;
using Hull.Oci;
using Linux;

// One executable, several lives: the command that people type, and, under other names, those that it starts of itself.
var args0 = Environment.GetCommandLineArgs();
CurrentProcess.SetUmask(0x12 /* 0022: what is made for a container has the modes it is made with */);
return Path.GetFileName(args0[0]) switch
{
    MonitorProgram.Name => MonitorProgram.Run(args),
    ResolverProgram.Name => ResolverProgram.Run(args),
    "hull-oci" => OciCommandLine.Run(args),   // a link of that name, for engines that want a runtime without words before its own
    InitProgram.Name => InitProgram.Run(args),
    ReaperProgram.Name => ReaperProgram.Run(args),
    ExecProgram.Name => ExecProgram.Run(args),
    UserNamespace.Name => UserNamespace.Run(),
    _ => CommandLine.Run(args),
};
