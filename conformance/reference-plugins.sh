#!/usr/bin/env bash
# Unpacks the reference CNI plugins of a newer Debian than this one, for ours to be compared with; nothing is installed.
#   conformance/reference-plugins.sh [DIR]       DIR/usr/lib/cni/{bridge,host-local,…}; out/reference unless given
#   SUITE=forky                                  the Debian suite that they are taken from
set -euo pipefail
dir=$(realpath -m "${1:-$(dirname "$0")/../out/reference}")
[ -x "$dir/usr/lib/cni/bridge" ] || exec "$(dirname "$0")/../scripts/debian-packages.sh" "${SUITE:-forky}" "$dir" containernetworking-plugins
