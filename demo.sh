#!/usr/bin/env bash
# Runs a web server in a container and publishes it on port 1314 of this machine:
#   sudo ./demo.sh           shows that it answers, and removes everything
#   sudo ./demo.sh --keep    leaves it running
# It needs no image from outside: the container is Debian's static busybox. With NET_OUT=FOLDER it takes the programs from there and builds nothing.
set -euo pipefail
cd "$(dirname "$0")"
export PATH=$PATH:/usr/sbin:/sbin

keep=false
case ${1:-} in
  '') ;;
  --keep) keep=true ;;
  *) echo "usage: sudo ./demo.sh [--keep]" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "demo.sh: containers need root: sudo ./demo.sh" >&2; exit 1; }

bold= plain=
[ ! -t 1 ] || bold=$'\033[1m' plain=$'\033[0m'
say() { printf '\n%s# %s%s\n' "$bold" "$*" "$plain"; }
show() { printf '$ %s\n' "$*"; "$@"; }

if [ -z "${NET_OUT:-}" ]; then
  say "Building hull, netctl and the CNI plugins (the first time takes a minute or two)"
  ./build.sh
  NET_OUT=$PWD/out
fi
PATH=$NET_OUT:$PATH
scripts/need.sh busybox-static:/bin/busybox
busybox=/bin/busybox

# In a network namespace of its own (unshare -n) even the loopback is down.
$busybox ip link set lo up

work=$(mktemp -d)
forwarding=$(cat /proc/sys/net/ipv4/ip_forward)
remove() {
  hull rm -f demo-web >/dev/null 2>&1 || true
  hull image rm demo-busybox >/dev/null 2>&1 || true
  hull gc >/dev/null
  # The network's bridge turned forwarding on; where it is gone again, nobody else of ours needs it.
  [ -e /sys/class/net/hull0 ] || echo "$forwarding" >/proc/sys/net/ipv4/ip_forward
}
trap 'status=$?; rm -rf "$work"; if [ $status != 0 ] || ! $keep; then remove; fi' EXIT

say "An image: busybox and one page, as a tar"
mkdir -p "$work"/root/{bin,etc,tmp,www}
cp $busybox "$work/root/bin/"
chroot "$work/root" /bin/busybox --install -s /bin
echo 'root:x:0:0:root:/root:/bin/sh' >"$work/root/etc/passwd"
echo 'Hello from a container.' >"$work/root/www/index.html"
tar -C "$work/root" -cf "$work/busybox.tar" .
show hull image import "$work/busybox.tar" demo-busybox

say "A container: a web server on its port 80, published on this machine's port 1314"
show hull run -d --name demo-web -p 1314:80 demo-busybox httpd -f -p 80 -h /www

# An address of this machine's that is not the loopback's; in a bare namespace there is only the bridge's.
host=$($busybox ip -o -4 addr show | awk '$2 != "lo" && $2 != "hull0" { sub("/.*", "", $4); print $4; exit }')
host=${host:-10.85.0.1}

fetch() {
  printf '$ wget -qO- http://%s:1314/\n' "$1"
  for _ in {1..50}; do
    if page=$(timeout 5 $busybox wget -qO- "http://$1:1314/" 2>/dev/null); then echo "$page"; return; fi
    $busybox usleep 100000   # the server may not listen yet
  done
  echo "demo.sh: no answer from $1:1314" >&2
  return 1
}
say "It answers: on the loopback, and on an address that other machines reach"
fetch 127.0.0.1
fetch "$host"

say "What runs, and the network namespace it runs in"
show hull ps
show netctl list

if $keep; then
  say "Left running: http://$host:1314/"
  echo "Look inside:  hull exec demo-web ip addr"
  echo "Remove it:    sudo $NET_OUT/hull rm -f demo-web; sudo $NET_OUT/hull image rm demo-busybox; sudo $NET_OUT/hull gc"
else
  say "Removing it: container, network, image"
  show hull rm -f demo-web
  show hull image rm demo-busybox
  show hull gc
fi
