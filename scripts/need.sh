#!/usr/bin/env bash
# Installs Debian packages, each unless what follows its colon, a command or a file, is there already.
#   scripts/need.sh clang:clang zlib1g-dev:/usr/include/zlib.h
set -euo pipefail
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

missing=()
for wanted; do
  package=${wanted%%:*} proof=${wanted#*:}
  case $proof in
    /*) [ -e "$proof" ] || missing+=("$package") ;;
    *) command -v "$proof" >/dev/null || missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

ask="apt-get install --no-install-recommends ${missing[*]}"
command -v apt-get >/dev/null || { echo "missing: ${missing[*]} (Debian's names), and this is no Debian to install them on" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "missing: ${missing[*]}; run as root, or first: sudo $ask" >&2; exit 1; }
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$ask -y -qq >/dev/null 2>&1 || { apt-get -qq update && $ask -y -qq >/dev/null; }
