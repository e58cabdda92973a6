#!/bin/bash
# The first process on the machine's files, called by init: a machine like another, on which the command of boot.sh runs.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root SHARE=/run/share
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
version=$(uname -r) repository=$(sed 's/.* REPOSITORY=\([^ ]*\).*/\1/' /proc/cmdline)
mkdir -p /dev/pts /dev/shm /run "/lib/modules/$version"
mount --bind "$repository/out/full-kernel/lib/modules/$version" "/lib/modules/$version"
mount -t devpts devpts /dev/pts
for memory in /dev/shm /run; do mount -t tmpfs -o mode=1777 memory $memory; done
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
ln -s fd/1 /dev/stdout
ln -s fd/2 /dev/stderr
mkdir -p $SHARE /run/netns /run/lock /var/lib/cni /var/lib/hull
mount -t cgroup2 cgroup /sys/fs/cgroup
mount -t 9p -o trans=virtio,version=9p2000.L share $SHARE
# What no request of a network names, and so is not loaded by itself: its device file, and the settings under /proc/sys/net/bridge.
modprobe -a tun br_netfilter
ip link set lo up
stty -F /dev/ttyS1 raw
bash "$SHARE/command" </dev/null >/dev/ttyS1 2>&1
echo $? >"$SHARE/status.part"
mv "$SHARE/status.part" "$SHARE/status"
sync
exec busybox poweroff -f
