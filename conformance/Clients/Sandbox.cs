using Conformance.Clients.Cri;

namespace Conformance.Clients;

/// <summary>A pod's sandbox, made over CRI. Its image is the web server's, so the sandbox itself answers at port 80.</summary>
internal sealed class Sandbox
{
    readonly Containerd _containerd;
    readonly PodSandboxConfig _config;

    Sandbox(Containerd containerd, PodSandboxConfig config, string id) => (_containerd, _config, Id) = (containerd, config, id);

    public string Id { get; }

    /// <summary>What a kubelet asks for: names by a DNS server of the cluster's, and perhaps a port of the host's (0: none).</summary>
    public static PodSandboxConfig Config(Containerd containerd, string name, int hostPort = 0)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new() { Name = name, Uid = Guid.NewGuid().ToString(), Namespace = "default" }, Hostname = name, LogDirectory = "/run",
            DnsConfig = new() { Servers = { "10.96.0.10" }, Searches = { "default.svc.cluster.local" }, Options = { "ndots:5" } },
            Linux = new() { CgroupParent = $"/{containerd.ControlGroup}" },
        };
        if (hostPort != 0) config.PortMappings.Add(new PortMapping { HostPort = hostPort, ContainerPort = 80 });
        return config;
    }

    public static Sandbox Start(Containerd containerd, string name, int hostPort = 0) => StartAll(containerd, Config(containerd, name, hostPort))[0];

    /// <summary>Starts them at once.</summary>
    public static Sandbox[] StartAll(Containerd containerd, params PodSandboxConfig[] configs)
    {
        var answers = containerd.Cri.CallAll("RunPodSandbox", [.. configs.Select(config => new RunPodSandboxRequest { Config = config })], RunPodSandboxResponse.Parser);
        return [.. answers.Zip(configs, (answer, config) => new Sandbox(containerd, config, answer.PodSandboxId))];
    }

    /// <summary>Its addresses, the first of which is IPv4.</summary>
    public string[] Addresses()
    {
        var network = _containerd.Cri.Call("PodSandboxStatus", new PodSandboxStatusRequest { PodSandboxId = Id }, PodSandboxStatusResponse.Parser).Status.Network;
        return [network.Ip, .. network.AdditionalIps.Select(more => more.Ip)];
    }

    /// <summary>Starts a container in it; returns its id.</summary>
    public string StartContainer(string name, params string[] command)
    {
        var config = new ContainerConfig
        {
            Metadata = new() { Name = name }, Image = new() { Image = Image.Name }, Command = { command }, LogPath = $"{name}.log", Linux = new(),
        };
        string id = _containerd.Cri.Call("CreateContainer",
            new CreateContainerRequest { PodSandboxId = Id, Config = config, SandboxConfig = _config }, CreateContainerResponse.Parser).ContainerId;
        _containerd.Cri.Call("StartContainer", new StartContainerRequest { ContainerId = id }, StartContainerResponse.Parser);
        return id;
    }

    /// <summary>What a command in a container prints.</summary>
    public string Exec(string container, params string[] command)
    {
        var answer = _containerd.Cri.Call("ExecSync", new ExecSyncRequest { ContainerId = container, Cmd = { command }, Timeout = 20 }, ExecSyncResponse.Parser);
        return answer.ExitCode == 0 ? answer.Stdout.ToStringUtf8()
            : throw new InvalidOperationException($"{string.Join(' ', command)}: exit code {answer.ExitCode}: {answer.Stderr.ToStringUtf8()}");
    }

    public void Stop() => _containerd.Cri.Call("StopPodSandbox", new StopPodSandboxRequest { PodSandboxId = Id }, StopPodSandboxResponse.Parser);
    public void Remove() => _containerd.Cri.Call("RemovePodSandbox", new RemovePodSandboxRequest { PodSandboxId = Id }, RemovePodSandboxResponse.Parser);

    /// <summary>Stops and removes all of them, all at once.</summary>
    public static void RemoveAll(Containerd containerd, IReadOnlyList<Sandbox> sandboxes)
    {
        containerd.Cri.CallAll("StopPodSandbox", [.. sandboxes.Select(one => new StopPodSandboxRequest { PodSandboxId = one.Id })], StopPodSandboxResponse.Parser);
        containerd.Cri.CallAll("RemovePodSandbox", [.. sandboxes.Select(one => new RemovePodSandboxRequest { PodSandboxId = one.Id })], RemovePodSandboxResponse.Parser);
    }
}
