#!/usr/bin/env bash
# Publishes netctl, hull and the CNI plugins into out/ as static native executables, and the tools' manual pages and completions. What is up to date is left as it is.
#   ./build.sh
#   ./build.sh --quick    for trying out changes: netctl and the plugins only, in seconds, to be run by .NET, in out/quick/ (NET_OUT=out/quick tells the tests)
# The plugins are one file, out/cni/cni-plugins, under every name that it knows (plugins/Catalog.cs): the name it is called by says which it is to be.
set -euo pipefail
cd "$(dirname "$0")"

command -v dotnet >/dev/null || { echo "build.sh: the .NET SDK 10 is missing: https://learn.microsoft.com/dotnet/core/install/linux-debian" >&2; exit 1; }
scripts/need.sh clang:clang lld:ld.lld binutils:objcopy zlib1g-dev:/usr/include/zlib.h libc6-dev:/usr/include/stdio.h

# One number for all that an executable is made of.
fingerprint() {
  find lib "$1" Directory.Build.props NativeExecutable.props NativeStart.c -type f \( -name '*.cs' -o -name '*.c' -o -name '*.csproj' -o -name '*.props' \) \
    -not -path '*/bin/*' -not -path '*/obj/*' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum
}

# publish PROJECT-FOLDER PROJECT EXECUTABLE
publish() {
  local now stamp=out/.stamps/$1
  now=$(fingerprint "$1")
  if [ -x "$3" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return; fi
  echo "publishing $3"
  local made=out/.publish/$1
  dotnet publish "$1/$2" -c Release -o "$made" -nologo -v quiet -clp:ErrorsOnly
  mkdir -p "$(dirname "$3")" out/.stamps
  # Another name first: an executable that runs cannot be written to, but replaced it can be.
  cp "$made/$(basename "$3")" "$3.new"
  mv -f "$3.new" "$3"
  echo "$now" >"$stamp"
}

# A link for each name that the file answers to: name_plugins FOLDER LN-OPTION
name_plugins() {
  local name names
  names=$("$1/cni-plugins" --names)
  for name in $names; do ln "-$2" "$1/cni-plugins" "$1/$name"; done
}

if [ "${1-}" = --quick ]; then
  mkdir -p out/quick/cni
  for project in plugins/Plugins netns/Netctl; do dotnet build $project.csproj -nologo -v quiet -clp:ErrorsOnly; done
  ln -sf "$PWD"/plugins/bin/Debug/*/linux-x64/cni-plugins out/quick/cni/
  ln -sf "$PWD"/netns/bin/Debug/*/linux-x64/netctl out/quick/
  name_plugins "$PWD/out/quick/cni" sf
  exit
fi

publish plugins Plugins.csproj out/cni/cni-plugins
name_plugins out/cni f
publish netns Netctl.csproj out/netctl
mkdir -p out/share
out/netctl man >out/share/netctl.8
for shell in bash zsh fish; do out/netctl completion $shell >out/share/netctl.$shell; done
publish runtime Hull.csproj out/hull
out/hull man >out/share/hull.8
for shell in bash zsh fish; do out/hull completion $shell >out/share/hull.$shell; done
