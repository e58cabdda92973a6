namespace Hull.Oci;

/// <summary>features: what an engine may ask of this runtime (OCI runtime specification, features.md).</summary>
internal static class OciFeatures
{
    public static int Write()
    {
        OciCommandLine.Say("""
            {
              "ociVersionMin": "1.0.0",
              "ociVersionMax": "1.2.0",
              "hooks": ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"],
              "mountOptions": [
                "async", "atime", "bind", "defaults", "dev", "diratime", "exec", "noatime", "nodev", "nodiratime", "noexec", "nosuid", "nosymfollow", "private", "ratime", "rbind",
                "rdev", "rdiratime", "relatime", "rexec", "rnoatime", "rnodev", "rnodiratime", "rnoexec", "rnosuid", "rnosymfollow", "ro", "rprivate", "rro", "rrw", "rshared",
                "rslave", "rstrictatime", "rsuid", "rsymfollow", "runbindable", "rw", "shared", "slave", "strictatime", "suid", "symfollow", "tmpcopyup", "unbindable"
              ],
              "linux": {
                "namespaces": ["cgroup", "ipc", "mount", "network", "pid", "user", "uts"],
                "cgroup": { "v1": true, "v2": true, "systemd": false, "systemdUser": false, "rdma": false },
                "seccomp": {
                  "enabled": true,
                  "actions": ["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP"],
                  "operators": ["SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT", "SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE"],
                  "archs": ["SCMP_ARCH_X86_64"]
                },
                "apparmor": { "enabled": false },
                "selinux": { "enabled": false },
                "intelRdt": { "enabled": false },
                "mountExtensions": { "idmap": { "enabled": false } }
              }
            }

            """);
        return 0;
    }
}
