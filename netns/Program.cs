using Linux;
using Netctl;

if (Environment.GetEnvironmentVariable("NETCTL_RUN_DIR") is { Length: > 0 } folder)
    NamedNamespaces.Folder = folder;
return Call.Run(args);
