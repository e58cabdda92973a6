#!/usr/bin/env bash
# Makes the figures of the README: ours beside the reference plugins, in one run, in a network and mounts of its own. Needs root and a quiet machine.
#   sudo bench/run.sh [-n ROUNDS] [NAME...]
#   NAME: chain iptables start size scale firewall ipv6 connections parallel traffic macvlan podman links netns capture image names hull beside bundle; all of them unless named.
#   50 rounds unless told otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PATH:/usr/sbin:/sbin DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
rounds=50
if [ "${1-}" = -n ]; then rounds=$2; shift 2; fi

./build.sh
conformance/reference-plugins.sh
conformance/containerd.sh
conformance/podman.sh
conformance/crun.sh
scripts/need.sh tcpdump:tcpdump nftables:nft iptables:iptables iproute2:ip time:/usr/bin/time busybox-static:/bin/busybox
dotnet build bench/Bench.csproj -c Release -o out/bench -nologo -v quiet -clp:ErrorsOnly

image=$(mktemp -d)
# podman leaves the control groups that its containers were in.
trap 'rm -rf "$image"; find /sys/fs/cgroup -depth -type d -path "*/net-bench*" -exec rmdir {} ";"' EXIT
mkdir "$image/bin" && cp /bin/busybox "$image/bin/busybox" && ln -s busybox "$image/bin/true" && ln -s busybox "$image/bin/sleep"
tar -C "$image" -cf "$image.tar" bin && mv "$image.tar" "$image/image.tar"

echo "$(nproc) processors, Linux $(uname -r), load $(cut -d ' ' -f 1 /proc/loadavg), beside the reference plugins of out/reference"
unshare -n -m --propagation private bash -euc '
  ip link set lo up
  mount -t tmpfs bench /run
  for folder in /var/lib/cni /var/lib/hull; do mkdir -p $folder; mount -t tmpfs bench $folder; done
  mkdir -p /run/etc/upper /run/etc/work
  mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work bench /etc
  exec dotnet out/bench/Bench.dll "$PWD/out/cni" "$PWD/out/reference/usr/lib/cni" "$PWD/out/hull" "$@"
' bench "$image/image.tar" "$rounds" "$@"
