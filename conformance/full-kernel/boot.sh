#!/usr/bin/env bash
# Runs a command as root under Debian 12's own kernel, in qemu, over a copy-on-write view of this machine's files: what it writes is lost, but for its
# output and what it puts into $SHARE. That kernel has what others may lack (VLANs of bridges, dummy, ipvlan, vrf, control groups of version 2 with all
# controllers) and loads every module of its package when it is asked for; and it is as old as kernels are that ours must do without news on.
#   sudo conformance/full-kernel/boot.sh [-t SECONDS] [-s DIR] COMMAND...
#   -t    it is killed after so long, 600 seconds unless told; the exit code is 124 then, and the command's otherwise
#   -s    the folder that the command finds as $SHARE; console has the kernel's words
# Where the processor is emulated it boots in 10 seconds, and programs take 10 to 20 times as long as outside.
set -euo pipefail
limit=600 share=
while getopts t:s: option; do
  case $option in t) limit=$OPTARG ;; s) share=$OPTARG ;; *) sed -n '2,9p' "$0" >&2; exit 2 ;; esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,9p' "$0" >&2; exit 2; }
here=$PWD command=$*
cd "$(dirname "$0")/../.."
export PATH=$PATH:/usr/sbin:/sbin
scripts/need.sh qemu-system-x86:qemu-system-x86_64 busybox-static:/bin/busybox cpio:cpio kmod:modprobe

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
share=${share:-$files/share}
mkdir -p "$share" "$files/initrd/modules"
share=$(realpath "$share")
rm -f "$share/status"
printf 'cd %q\n%s\n' "$here" "$command" >"$share/command"

# The package is named by its version; what has no version is an empty one that depends on it.
kernel=out/full-kernel suite=bookworm
scripts/debian-packages.sh $suite $kernel linux-image-amd64
package=$(ls $kernel/.unpacked | grep -m 1 '^linux-image-[0-9]') ||
  package=$(APT_CONFIG=out/.apt/$suite/apt.conf apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
scripts/debian-packages.sh $suite $kernel "$package"
version=${package#linux-image-}
[ -e "$kernel/lib/modules/$version/modules.dep" ] || depmod -b $kernel "$version"

# The first file system has what it takes to see this machine's, in the order in which it is to be loaded; all else is loaded from there.
for module in virtio_pci 9pnet_virtio 9p overlay; do modprobe --show-depends -d $kernel -S "$version" $module; done |
  awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | nl -w 2 -n rz -s ' ' |
  while read -r number module; do cp "$module" "$files/initrd/modules/$number-$(basename "$module")"; done
mkdir "$files/initrd/bin"
cp /bin/busybox "$files/initrd/bin/"
cp conformance/full-kernel/init "$files/initrd/"
(cd "$files/initrd" && find . | cpio --quiet -o -H newc) >"$files/initrd.cpio"

accelerator=tcg,thread=multi
if grep -qwE 'vmx|svm' /proc/cpuinfo && [ -w /dev/kvm ]; then accelerator=kvm; fi
processors=$(nproc)
timeout "$limit" qemu-system-x86_64 -accel $accelerator -cpu max -m 4096 -smp $((processors < 8 ? processors : 8)) \
  -display none -vga none -monitor none -nic none -no-reboot \
  -serial "file:$share/console" -serial stdio -kernel "$kernel/boot/vmlinuz-$version" -initrd "$files/initrd.cpio" \
  -virtfs local,path=/,mount_tag=machine,security_model=none,readonly=on,multidevs=remap \
  -virtfs "local,path=$share,mount_tag=share,security_model=none" \
  -append "console=ttyS0 panic=1 mitigations=off VERSION=$version REPOSITORY=$PWD" </dev/null || true
exit "$(cat "$share/status" 2>/dev/null || echo 124)"
