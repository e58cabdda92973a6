using System.Text;
using Cni;
using Linux;
using Plugins;

// One executable, known to the runtime under many names: /opt/cni/bin/bridge, /opt/cni/bin/host-local, …
// are hard links to it. The name it was called by says which plugin it is to be.
// Not published but run by a .NET runtime (build.sh --quick), the first argument is a library, and the kernel knows the name.
string called = Environment.GetCommandLineArgs()[0];
string name = Path.GetFileName(called.EndsWith(".dll", StringComparison.Ordinal) ? File.ReadAllText("/proc/self/cmdline").Split('\0')[0] : called);

if (Catalog.Find(name) is null)
{
    if (args is ["--names"])   // build.sh asks which links to make
    {
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(string.Join('\n', Catalog.Names) + "\n"));
        return 0;
    }
    Stdio.WriteError($"{name} is none of the plugins in this file: {string.Join(' ', Catalog.Names)}. Call it by a link of that name.");
    return 1;
}
return Catalog.FindMode(name, args) is { } mode ? mode(args.AsSpan(1)) : PluginHost.Run(name, Catalog.Find);
