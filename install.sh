#!/usr/bin/env bash
# Puts netctl, hull and the CNI plugins where they are looked for, or takes them away again.
#   ./install.sh [--prefix DIR] [--cni-bin DIR] [--force]
#   ./install.sh --uninstall [--prefix DIR]
# --prefix   where bin/netctl and bin/hull go, and under share/ manual pages   /usr/local
#            and what bash, zsh and fish complete their words by;
#            under lib/ hull.service, which starts containers with the machine;
#            bin/hull-oci is hull once more, by the name that engines call it by
# --cni-bin  where the plugins go, one file under many names (hard links)         /opt/cni/bin
# --force    replace files there that somebody else put there, such as other plugins of the same names
# What was installed is noted in PREFIX/share/net/installed with each file's checksum, so that --uninstall removes exactly that.
# Needs root only for folders that only root can write to.
set -euo pipefail
cd "$(dirname "$0")"

prefix=/usr/local cni_bin=/opt/cni/bin force= uninstall=
say() { echo "install.sh: $*" >&2; }
refuse() { say "$@"; exit 1; }
usage() { sed -n '2,12s/^# \{0,1\}//p' "$0"; }

while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --cni-bin)
      [ $# -ge 2 ] || refuse "$1 wants a folder after it"
      case $2 in /*) ;; *) refuse "$1 $2: a path from the root is wanted, as in $PWD/$2" ;; esac
      if [ "$1" = --prefix ]; then prefix=${2%/}; else cni_bin=${2%/}; fi
      shift 2 ;;
    --force) force=1; shift ;;
    --uninstall) uninstall=1; shift ;;
    -h | --help) usage; exit 0 ;;
    *) refuse "$1 is not understood; ./install.sh --help tells what is" ;;
  esac
done
list=$prefix/share/net/installed

sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# Whether a file is one that an earlier run put there and nobody has changed since.
is_ours() { [ -e "$list" ] && grep -qxF "$(sum_of "$1")  $1" "$list"; }

writable() {
  local folder=$1
  while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ -d "$folder" ] || refuse "$folder is not a folder"
  [ -w "$folder" ] || refuse "cannot write to $folder: run as root, or choose another place with $2"
}

# remove_listed FILE-OF-PATHS-TO-KEEP: what the list names and the other file does not.
remove_listed() {
  local sum path
  while read -r sum path; do
    grep -qxF "$path" "$1" && continue
    [ -e "$path" ] || continue
    if [ "$(sum_of "$path")" = "$sum" ]; then rm -f "$path"; else say "$path was changed after it was installed: left as it is"; fi
  done <"$list"
}

if [ "$uninstall" ]; then
  [ -e "$list" ] || refuse "nothing is installed under $prefix: $list is missing"
  while read -r _ path; do [ ! -e "$path" ] || writable "$(dirname "$path")" --prefix; done <"$list"
  remove_listed /dev/null
  rm -f "$list"
  rmdir --ignore-fail-on-non-empty "$(dirname "$list")"
  echo "removed what was installed under $prefix"
  exit 0
fi

writable "$prefix/bin" --prefix
writable "$(dirname "$list")" --prefix
writable "$cni_bin" --cni-bin
./build.sh
sed "s|@BIN@|$prefix/bin|" runtime/systemd/hull.service >out/share/hull.service

# The files to install, as SOURCE TARGET lines.
wanted=$(
  echo "out/netctl $prefix/bin/netctl"
  echo "out/hull $prefix/bin/hull"
  echo "same $prefix/bin/hull-oci"
  echo "out/share/netctl.8 $prefix/share/man/man8/netctl.8"
  echo "out/share/netctl.bash $prefix/share/bash-completion/completions/netctl"
  echo "out/share/netctl.zsh $prefix/share/zsh/site-functions/_netctl"
  echo "out/share/netctl.fish $prefix/share/fish/vendor_completions.d/netctl.fish"
  echo "out/share/hull.service $prefix/lib/systemd/system/hull.service"
  echo "out/share/hull.8 $prefix/share/man/man8/hull.8"
  echo "out/share/hull.bash $prefix/share/bash-completion/completions/hull"
  echo "out/share/hull.zsh $prefix/share/zsh/site-functions/_hull"
  echo "out/share/hull.fish $prefix/share/fish/vendor_completions.d/hull.fish"
  for plugin in out/cni/*; do echo "$plugin $cni_bin/$(basename "$plugin")"; done
)
foreign=
while read -r _ target; do
  [ ! -e "$target" ] || is_ours "$target" || foreign="$foreign $target"
done <<<"$wanted"
[ -z "$foreign" ] || [ "$force" ] || refuse "these files are somebody else's:$foreign; --force replaces them, --cni-bin and --prefix choose another place"

# Another name first, then a rename: whoever runs the old file goes on undisturbed, and nobody ever finds half a file.
mkdir -p "$prefix/bin" "$cni_bin" "$(dirname "$list")"
first=
new=$(mktemp "$list.XXXXXX")
paths=$(mktemp)
trap 'rm -f "$new" "$paths"' EXIT
while read -r source target; do
  case $source in
    out/cni/*)
      if [ "$first" ]; then ln -f "$first" "$target.new"; else install -m 755 "$source" "$target.new"; fi
      mv -fT "$target.new" "$target"
      first=$target ;;
    same)
      ln -f "$prefix/bin/hull" "$target.new"
      mv -fT "$target.new" "$target" ;;
    *)
      mkdir -p "$(dirname "$target")"
      case $source in out/share/*) mode=644 ;; *) mode=755 ;; esac
      install -m $mode "$source" "$target.new"
      mv -fT "$target.new" "$target" ;;
  esac
  echo "$(sum_of "$target")  $target" >>"$new"
  echo "$target" >>"$paths"
done <<<"$wanted"
[ ! -e "$list" ] || remove_listed "$paths"
chmod 644 "$new"
mv -f "$new" "$list"
echo "installed netctl and hull in $prefix/bin, the plugins in $cni_bin; ./install.sh --uninstall --prefix $prefix takes them away"
