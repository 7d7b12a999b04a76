#!/bin/sh
# Installs node-addon-api with npm, compiles the addon against it and this
# repository's headers, and runs its test: run.sh HOST [FOLDER FOR THE ADDON].
set -eu
here=$(cd "$(dirname "$0")" && pwd)
host=$1
out=${2:-"$here/../../target"}
cd "$here"
npm ci --no-audit --no-fund --loglevel=error
${CXX:-c++} -std=c++17 -O2 -fPIC -shared -pthread -fvisibility=hidden -DNAPI_VERSION=10 -DNAPI_CPP_EXCEPTIONS \
  -I ../../napi-sys/include -I node_modules/node-addon-api binding.cc -o "$out/node_addon_api.node"
"$host" --expose-gc test.js "$out/node_addon_api.node"
