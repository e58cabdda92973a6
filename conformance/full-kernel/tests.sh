#!/usr/bin/env bash
# Runs the tests that this kernel made impossible under Debian 12's, and with them those of also.txt, which are to pass there as well.
#   sudo conformance/full-kernel/tests.sh RESULTS [-t SECONDS]       RESULTS: the folder of what `dotnet test` found here, Tests.trx and Conformance.trx
# It needs what they needed: the executables in out/, and the built tests. Prints what failed or could not be run there either, and counts;
# RESULTS/full-kernel/counted has a line for each test: its outcome here, its outcome there (missing, when it did not end in time), name, seconds, reason.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
results=$(realpath "$1")
limit=3000; [ "${2-}" = -t ] && limit=$3
cd "$(dirname "$0")/../.."
share=$results/full-kernel
mkdir -p "$share"
rm -f "$share"/{names,outcomes,counted,names.again,outcomes.again}

# OUTCOME NAME of all tests, with tabs between and without XML.
cat "$results"/*.trx | sed -nE 's/.*<UnitTestResult .*testName="([^"]*)".*outcome="([^"]*)".*/\2\t\1/p' |
  sed "s/&quot;/\"/g; s/&apos;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g; s/^NotExecuted/skipped/; s/^Passed/passed/" >"$share/here"
awk -F '\t' '
  FILENAME ~ /also.txt$/ { if ($0 !~ /^#|^$/) also[$0]; next }
  $1 == "skipped" { print $2 }
  $1 == "passed" { for (name in also) if (index($2, name) == 1) print $2 }' conformance/full-kernel/also.txt "$share/here" | LC_ALL=C sort -u >"$share/names"
[ -s "$share/names" ] || { echo "Debian's kernel: no test was skipped here"; touch "$share/counted"; exit 0; }

# there NAMES OUTCOMES SECONDS: runs the tests of a file of $share.
there() {
  echo "Debian's kernel: $(wc -l <"$share/$1") tests, in at most $3 seconds"
  conformance/full-kernel/boot.sh -t "$3" -s "$share" \
    "DOTNET_TieredPGO=0 dotnet $(printf %q "$(ls "$PWD"/conformance/bin/Debug/*/Conformance.dll)") \$SHARE/$1 \$SHARE/$2" || true
  touch "$share/$2"
}
there names outcomes "$limit"
# What failed, or did not end, is run once more, by itself, as on this kernel: where a processor is emulated, a second can be long or short.
awk -F '\t' 'FILENAME ~ /outcomes$/ { if ($1 != "failed") ended[$2]; next } !($0 in ended)' "$share/outcomes" "$share/names" >"$share/names.again"
again=$(wc -l <"$share/names.again")
if [ "$again" -gt 0 ] && [ "$again" -le 10 ]; then
  awk -F '\t' '$1 == "failed" { print "unsteady, or failed: " $2 ": " $4 }' "$share/outcomes"
  there names.again outcomes.again 900
  cat "$share/outcomes.again" >>"$share/outcomes"
fi

awk -F '\t' -v OFS='\t' '
  FILENAME ~ /outcomes$/ { there[$2] = $1; rest[$2] = $3 OFS $4; next }
  FILENAME ~ /names$/ { wanted[$0]; next }
  $2 in wanted { print $1, ($2 in there ? there[$2] : "missing"), $2, rest[$2] }' "$share/outcomes" "$share/names" "$share/here" >"$share/counted"
awk -F '\t' '
  { n[$1, $2]++ }
  $2 != "passed" { print "Debian'\''s kernel: " $2 " " $3 ($5 ? ": " $5 : "") }
  function all(here) { return n[here, "passed"] + n[here, "failed"] + n[here, "skipped"] + n[here, "missing"] }
  END {
    printf "Debian'\''s kernel: of %d tests skipped here %d passed, %d failed, %d were skipped, %d did not end; ",
      all("skipped"), n["skipped", "passed"], n["skipped", "failed"], n["skipped", "skipped"], n["skipped", "missing"]
    printf "of %d that passed here %d passed, %d failed, %d did not end\n",
      all("passed"), n["passed", "passed"], n["passed", "failed"], n["passed", "missing"] }' "$share/counted"
# A test counts as failed if it failed there, whatever it did here.
! cut -f 2 "$share/counted" | grep -qE 'failed|missing'
