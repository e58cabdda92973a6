#!/usr/bin/env bash
# Unpacks Debian 12's podman and buildah, the last with CNI, for our plugins to be driven by; nothing is installed.
#   conformance/podman.sh       out/podman/usr/bin; runc is containerd's, of conformance/containerd.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh libseccomp2:/usr/lib/x86_64-linux-gnu/libseccomp.so.2
scripts/debian-packages.sh bookworm out/podman podman buildah conmon golang-github-containers-common golang-github-containers-image \
  libgpgme11 libassuan0 libdevmapper1.02.1 libsubid4
