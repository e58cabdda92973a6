#!/usr/bin/env bash
# Unpacks the reference CNI plugins of a newer Debian than this one, for ours to be compared with; nothing is installed.
#   conformance/reference-plugins.sh [DIR]       DIR/usr/lib/cni/{bridge,host-local,…}; out/reference unless given
#   SUITE=forky                                  the Debian suite that they are taken from
# From the mirror that this machine's apt uses, and checked against Debian's own keys. What is there already is left as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${SUITE:-forky} keys=/usr/share/keyrings/debian-archive-keyring.gpg
dir=$(realpath -m "${1:-out/reference}")
[ ! -x "$dir/usr/lib/cni/bridge" ] || exit 0

command -v apt-get >/dev/null && [ -e "$keys" ] || { echo "reference-plugins.sh: only Debian has them to unpack" >&2; exit 1; }
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian" && !/security/ { print $2; exit }')
[ "$mirror" ] || { echo "reference-plugins.sh: apt on this machine has no Debian mirror" >&2; exit 1; }

# An apt of its own beside the machine's: other lists, another cache, the same program.
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
echo "deb [signed-by=$keys] $mirror $suite main" >"$apt/sources.list"
cat >"$apt/apt.conf" <<END
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
APT::Sandbox::User "";
END
export APT_CONFIG=$apt/apt.conf
apt-get -qq update
(cd "$apt" && apt-get -qq download containernetworking-plugins)
mkdir -p "$dir"
dpkg-deb -x "$apt"/containernetworking-plugins_*.deb "$dir"
echo "$(basename "$apt"/containernetworking-plugins_*.deb) is in $dir"
