#!/usr/bin/env bash
# Runs all tests: installs what they need, builds, publishes the executables once, and ends with «N passed, N failed, N skipped».
#   sudo ./test.sh [FILTER]        FILTER as for dotnet test --filter: FullyQualifiedName~Veth
# They make networks and mounts of their own, which takes root, and leave this machine's alone. The reason of each skip is printed.
set -uo pipefail
cd "$(dirname "$0")"
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

passed=0 failed=0 skipped=0
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit $?
}
# A prerequisite that is not met counts as a failed test: nobody may take its lack for success.
fail() {
  echo "test.sh: $1" >&2
  failed=$((failed + 1))
  finish
}

# count TRX: total executed passed failed of <Counters total="9" executed="8" passed="7" failed="1" …>: what was skipped is in the total only.
count() { sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)" failed="([0-9]+)".*/\1 \2 \3 \4/p' "$1"; }

# run PROJECT NAME FILTER: its results are in NAME.trx. A project that ends without results has failed, whatever it printed.
run() {
  dotnet test "$1" --no-build -nologo ${3:+--filter "$3"} --results-directory "$results" --logger "trx;LogFileName=$2.trx" \
    --blame-hang-timeout 10min --blame-hang-dump-type none
  status=$?
  [ -e "$results/$2.trx" ] || { echo "test.sh: $2 ended without results (exit code $status)" >&2; return 1; }
}

# names OUTCOME TRX: of the tests that ended so, without XML; and the tests themselves as a filter takes them, without the arguments of a theory, whose rows are all run again.
names() {
  sed -nE "s/.*<UnitTestResult .*testName=\"([^\"]*)\".*outcome=\"$1\".*/\1/p" "$2" |
    sed "s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&apos;/'/g; s/&amp;/\&/g" | LC_ALL=C sort
}
filter() { sed 's/(.*//; s/^/FullyQualifiedName=/' | sort -u | paste -sd '|'; }

# The tests of an outcome and what they said, from the results: "skipped NAME: the kernel's answer", which may have several lines there and has one here.
reasons() {
  local outcome=$1 word=$2
  shift 2
  cat "$@" 2>/dev/null | awk -v outcome="outcome=\"$outcome\"" -v word="$word" '
    /<UnitTestResult / { name = ""; if (index($0, outcome)) { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name) } }
    name != "" && /<Message>/ { reason = $0; while (reason !~ /<\/Message>/ && (getline line) > 0) reason = reason " " line
      gsub(/^ *<Message>|<\/Message>.*/, "", reason); line = word " " name ": " reason; name = ""
      gsub(/&#xD;|&#xA;/, " ", line)
      gsub(/&lt;/, "<", line); gsub(/&gt;/, ">", line); gsub(/&quot;/, "\"", line); gsub(/&apos;/, "\047", line); gsub(/&amp;/, "\\&", line); print line }'
}

[ "$(id -u)" = 0 ] || fail "the tests make network and mount namespaces, so they need root: sudo ./test.sh"
command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: https://learn.microsoft.com/dotnet/core/install/linux-debian"
scripts/need.sh tshark:tshark iproute2:ip nftables:nft iptables:iptables-restore iputils-ping:ping conntrack:conntrack busybox-static:busybox curl:curl tcpdump:tcpdump dnsmasq-base:dnsmasq bind9-dnsutils:dig dbus-daemon:dbus-daemon systemd:busctl python3-gi:/usr/lib/python3/dist-packages/gi/__init__.py strace:strace zsh:zsh fish:fish groff:/usr/bin/soelim mandoc:mandoc bsdutils:script python3-minimal:python3 gcc:cc \
  libc6-dev:/usr/include/stdio.h linux-libc-dev:/usr/include/linux/netlink.h util-linux:unshare procps:pgrep \
  containernetworking-plugins:/usr/lib/cni/bridge || fail "what the tests need could not be installed"

conformance/reference-plugins.sh || echo "test.sh: without the newer reference plugins, ours are compared with this Debian's only" >&2
conformance/containerd.sh || fail "containerd, to drive the plugins, could not be unpacked"
conformance/podman.sh || fail "podman, to drive the plugins, could not be unpacked"

# In a new network namespace (unshare -n) lo is down, and the test runner waits for its own connection over it for ever.
ip link show dev lo up | grep -q . || { echo "bringing up lo in this network namespace"; ip link set lo up || fail "lo is down and cannot be brought up"; }

./build.sh || fail "the executables could not be published"
dotnet build Net.sln -nologo -v quiet -clp:NoSummary || fail "the build failed"

results=out/test-results
rm -rf "$results"
for project in tests/Tests.csproj conformance/Conformance.csproj; do
  name=$(basename "$project" .csproj)
  run "$project" "$name" "${1-}" || { failed=$((failed + 1)); continue; }
  read -r total executed good bad < <(count "$results/$name.trx")
  # Two processors share some thousand tests, and a few of these measure the time. What failed is run once more, by itself: it has failed if it does not pass then,
  # and is told of as unsteady if it does. More than ten are no accident.
  names Failed "$results/$name.trx" >"$results/$name.failed"
  if [ "$bad" -gt 0 ] && [ "$bad" -le 10 ] && run "$project" "again/$name" "$(filter <"$results/$name.failed")"; then
    LC_ALL=C comm -23 "$results/$name.failed" <(names Passed "$results/again/$name.trx") >"$results/$name.still"
    still=$(wc -l <"$results/$name.still")
    good=$((good + bad - still)) bad=$still
    [ "$bad" != 0 ] || status=0
    reasons Failed unsteady "$results/$name.trx" | grep -vFf <(sed 's/^/unsteady /; s/$/:/' "$results/$name.still") >>"$results/unsteady"
    mv "$results/$name.still" "$results/$name.failed"
  fi
  reasons Failed FAILED "$results/$name.trx" | grep -Ff <(sed 's/^/FAILED /; s/$/:/' "$results/$name.failed") >>"$results/failed"
  passed=$((passed + good)) skipped=$((skipped + total - executed)) failed=$((failed + executed - good))
  [ "$status" = 0 ] || [ "$bad" != 0 ] || { echo "test.sh: $name failed (exit code $status)" >&2; failed=$((failed + 1)); }
done

# What this kernel made impossible is done under Debian's. A test counts once: skipped if both kernels lacked something, failed if it failed on either.
conformance/full-kernel/tests.sh "$results"
counted=$results/full-kernel/counted
[ -e "$counted" ] || { echo "test.sh: Debian's kernel could not be had" >&2; failed=$((failed + 1)) counted=/dev/null; }
while IFS=$'\t' read -r here there _; do
  case $here-$there in
    skipped-passed) skipped=$((skipped - 1)) passed=$((passed + 1)) ;;
    skipped-failed | skipped-missing) skipped=$((skipped - 1)) failed=$((failed + 1)) ;;
    passed-failed | passed-missing) passed=$((passed - 1)) failed=$((failed + 1)) ;;
  esac
done <"$counted"
reasons NotExecuted skipped "$results"/*.trx | grep -vFf <(awk -F '\t' '$1 == "skipped" && $2 == "passed" { print "skipped " $3 ":" }' "$counted")
# What was unsteady or failed stands last, where it is looked for: on this kernel, then on Debian's.
cat "$results/unsteady" "$results/failed" 2>/dev/null
awk -F '\t' '$2 == "failed" || $2 == "missing" { print "FAILED under Debian\047s kernel: " $3 ": " ($5 == "" ? $2 : $5) }' "$counted"
finish
