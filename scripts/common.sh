# What the scripts share; sourced, not run. Caches live outside the checkout, each keyed by what it
# was made from, so that nothing is done twice and nothing stale is used.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${BLISS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/party-budget-bliss}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
mkdir -p "$cache" "$CARGO_TARGET_DIR"
cd "$root"

wasm_target=wasm32-unknown-unknown

say() { printf '%s\n' "· $*" >&2; }

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# need PROGRAM HOW-TO-GET-IT
need() { has "$1" || fail "$1 is missing: $2"; }

# A short name for the content of the files, or of standard input.
fingerprint() {
  if has sha256sum; then cat "$@" | sha256sum; else cat "$@" | shasum -a 256; fi | cut -c1-12
}

# Runs quietly what takes long, and shows what it said only when it failed.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# timed SECONDS COMMAND…: not every system has the program `timeout`.
timed() {
  local seconds=$1
  shift
  if has timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# The compiler for WebAssembly: the default one, or Debian's, as scripts/setup found.
wasm_toolchain() { cat "$cache/wasm-toolchain" 2>/dev/null || true; }

# wasm_cargo PROFILE COMMAND…: cargo for the browser's side. It builds the standard library along, for
# size, from the compiler's sources; in a release a panic ends the program without words, as the words
# would be a tenth of the download. Both are options that the compiler keeps for its nightly versions.
# The linker leaves in what tells where the program can be cut into parts.
wasm_cargo() {
  local profile=$1 command=$2 toolchain rustflags=-Clink-arg=--emit-relocs
  shift 2
  toolchain=$(wasm_toolchain)
  [ "$profile" = wasm-dev ] || rustflags+=" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
  # A named toolchain only means something to rustup's cargo.
  RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$rustflags \
    cargo ${toolchain:+"+$toolchain"} "$command" --quiet --locked --lib --no-default-features \
    --features hydrate --target "$wasm_target" --profile "$profile" \
    -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size "$@"
}

# The tool in scripts/bundle, compiled.
bundle_tool="$cache/bundle/$(fingerprint scripts/bundle/Cargo.lock scripts/bundle/Cargo.toml scripts/bundle/src/*.rs)/bundle"

# npm packages of a folder with a lock file, installed in the cache.
npm_folder() { printf '%s/npm/%s' "$cache" "$(fingerprint "$1/package.json" "$1/package-lock.json")"; }
