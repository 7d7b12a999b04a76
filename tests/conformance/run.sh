#!/bin/sh
# Runs conformance scripts under any host: run.sh HOST [SCRIPT ...], for example
# `run.sh target/debug/napi-host` or `run.sh node value string`. Without scripts,
# all. NAPI_FIXTURES names the folder of the addons if it is not beside the host.
set -u
here=$(cd "$(dirname "$0")" && pwd)
host=$1
shift
if [ $# -eq 0 ]; then
  set -- $(cd "$here" && ls *.js | grep -v -e '^lib\.js$' -e '^raw\.js$' -e '^find\.js$' -e '^functions\.js$' | sed 's/\.js$//')
fi
bad=0
for name in "$@"; do
  printf '%-16s ' "$name"
  output=$("$host" --expose-gc "$here/$name.js" 2>&1)
  code=$?
  printf '%s\n' "$output" | grep -E '^[0-9]+ passed, [0-9]+ failed$' || printf 'ended early\n'
  if [ $code -ne 0 ]; then
    bad=$((bad + 1))
    printf '%s\n' "$output" | grep -v '^ok' | tail -n 40
    printf 'exit code %s\n' "$code"
  fi
done
printf '%s scripts failed\n' "$bad"
[ $bad -eq 0 ]
