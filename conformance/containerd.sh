#!/usr/bin/env bash
# Unpacks containerd of two Debian releases, for our plugins to be driven by; nothing is installed, no daemon is started.
#   conformance/containerd.sh       out/containerd/1.6/usr/bin and out/containerd/2.1/usr/bin
# Both use the older release's runc: the newer one's wants a newer C library than Debian 12's.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh libseccomp2:/usr/lib/x86_64-linux-gnu/libseccomp.so.2
scripts/debian-packages.sh bookworm out/containerd/1.6 containerd runc
scripts/debian-packages.sh forky out/containerd/2.1 containerd
