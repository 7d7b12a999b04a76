#!/usr/bin/env bash
# Lists the functions of V8 that the start of a program calls, for the linker to lay side by side: they are 2 of the
# executable's 41 MB of code, and scattered they cost an empty script 150 page faults more, a fifth of its start.
#   start_order.sh HOST > start_order.txt        HOST is a release build; needs valgrind
# What is listed and does not exist any more is ignored; run it again with a new version of V8.
set -euo pipefail
export LC_ALL=C
host=${1:?usage: start_order.sh HOST}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cat > "$work/program.js" <<'P'
'use strict'
const { join } = require('path')
class Greeting {
  constructor(name) { this.name = name }
  text() { return `hello ${this.name.replace(/o+/g, 'o')}` }
}
const { name = 'world', ...rest } = { name: 'woorld', ...process.versions }
for (const [key, value] of Object.entries(rest)) if (!key && value) throw new Error(join(key, value))
setTimeout(async () => { await null; console.log(new Greeting(name).text()) }, 1)
P
: > "$work/empty.js"

called() { # the names of all functions that a run of the script calls
  valgrind --quiet --tool=callgrind --demangle=no --callgrind-out-file="$work/calls" --smc-check=all-non-file \
    "$host" "$1" > /dev/null
  sed -nE "s/^c?fn=\([0-9]+\) ([^']+).*/\1/p" "$work/calls" | sort -u
}

# Rust's names change with each build; V8's own generated code is one piece.
nm "$host" | awk '$2 ~ /^[tTwW]$/ { print $3 }' \
  | grep -Ev '^(_R|Builtins_|_(start|init|fini)$)|17h[0-9a-f]{16}E$' | sort -u > "$work/names"
called "$work/empty.js" | comm -12 - "$work/names" | tee "$work/first"
called "$work/program.js" | comm -12 - "$work/names" | comm -23 - "$work/first"
