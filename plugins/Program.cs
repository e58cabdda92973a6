using Cni;
using Linux;
using Plugins;

// One executable, known to the runtime under many names: /opt/cni/bin/bridge, /opt/cni/bin/host-local, …
// are hard links to it. The name it was called by says which plugin it is to be.
string name = Path.GetFileName(Environment.GetCommandLineArgs()[0]);

if (Catalog.Find(name) is null)
{
    Stdio.WriteError($"{name} is none of the plugins in this file: {string.Join(' ', Catalog.Names)}. Call it by a link of that name.");
    return 1;
}
return PluginHost.Run(name, Catalog.Find);
