#!/usr/bin/env bash
# Makes the figures of the README: ours beside the reference plugins, in one run, in a network and mounts of its own. Needs root and a quiet machine.
#   sudo bench/run.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PATH:/usr/sbin:/sbin DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
rounds=${1:-50}

./build.sh
conformance/reference-plugins.sh
scripts/need.sh nftables:nft busybox-static:/bin/busybox
dotnet build bench/Bench.csproj -c Release -o out/bench -nologo -v quiet -clp:NoSummary

image=$(mktemp -d)
trap 'rm -rf "$image"' EXIT
mkdir "$image/bin" && cp /bin/busybox "$image/bin/busybox" && ln -s busybox "$image/bin/true"
tar -C "$image" -cf "$image.tar" bin && mv "$image.tar" "$image/image.tar"

unshare -n -m --propagation private bash -euc '
  busybox ip link set lo up
  mount -t tmpfs bench /run
  for folder in /var/lib/cni /var/lib/hull; do mkdir -p $folder; mount -t tmpfs bench $folder; done
  bench() { dotnet out/bench/Bench.dll "$@"; }
  bench start out/cni out/reference/usr/lib/cni $((4 * $1))
  bench chain out/cni out/reference/usr/lib/cni "$1"
  bench hull out/hull "$2" "$1"
' bench "$rounds" "$image/image.tar"
