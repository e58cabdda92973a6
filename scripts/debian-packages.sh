#!/usr/bin/env bash
# Unpacks Debian packages of any suite into a folder. Nothing is installed: this machine's own packages stay as they are.
#   scripts/debian-packages.sh SUITE DIR PACKAGE...       e.g. forky out/reference containernetworking-plugins -> out/reference/usr/lib/cni
# From the mirror that this machine's apt uses, and checked against Debian's own keys. What is unpacked in DIR already is left as it is.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
suite=$1 dir=$(realpath -m "$2") keys=/usr/share/keyrings/debian-archive-keyring.gpg
shift 2
cd "$(dirname "$0")/.."

missing=()
for package; do [ -e "$dir/.unpacked/$package" ] || missing+=("$package"); done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null && [ -e "$keys" ] || { echo "$0: only Debian has ${missing[*]} to unpack" >&2; exit 1; }
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian" && !/security/ { print $2; exit }')
[ "$mirror" ] || { echo "$0: apt on this machine has no Debian mirror" >&2; exit 1; }

# An apt of its own beside the machine's: other lists, another cache, the same program.
apt=$PWD/out/.apt/$suite
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$dir/.unpacked"
echo "deb [signed-by=$keys] $mirror $suite main" >"$apt/sources.list"
cat >"$apt/apt.conf" <<END
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
APT::Sandbox::User "";
END
export APT_CONFIG=$apt/apt.conf

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
download() { (cd "$files" && apt-get -qq download "${missing[@]}"); }
# The lists are kept; a mirror that has moved on no longer has what old ones name.
download 2>/dev/null || { apt-get -qq update && download; }
for package in "${missing[@]}"; do
  dpkg-deb -x "$files/$package"_*.deb "$dir"
  touch "$dir/.unpacked/$package"
  echo "$(basename "$files/$package"_*.deb) is in $dir"
done
