#!/usr/bin/env bash
# Unpacks Debian 12's crun, for hull oci to be compared with; nothing is installed.
#   conformance/crun.sh       out/crun/usr/bin/crun, which finds its JSON library by LD_LIBRARY_PATH=out/crun/usr/lib/x86_64-linux-gnu
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh libseccomp2:/usr/lib/x86_64-linux-gnu/libseccomp.so.2 libsystemd0:/usr/lib/x86_64-linux-gnu/libsystemd.so.0
scripts/debian-packages.sh bookworm out/crun crun libyajl2
