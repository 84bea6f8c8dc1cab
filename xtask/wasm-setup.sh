#!/usr/bin/env bash
# What it takes to compile for a browser and to try it there, on Debian and without rustup: a compiler with std for wasm32, a linker,
# Chromium with its driver, wasm-bindgen's runner of tests. What is there already is left alone: a compiler that has std for wasm32 is one that
# WASM_RUSTC may name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=wasm32-unknown-unknown
tools=${CARGO_TARGET_DIR:-$PWD/target}/tools
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo

# Whether the compiler has std for the target.
has_std() { ls "$("${WASM_RUSTC:-/usr/bin/rustc}" --print sysroot 2>/dev/null)/lib/rustlib/$target/lib/"libstd-*.rlib >/dev/null 2>&1; }

packages=""
has_std || [ -e /usr/lib/rustlib/src/rust/library/Cargo.lock ] || packages="rustc-web cargo-web rust-web-src"
command -v wasm-ld >/dev/null || command -v wasm-ld-22 >/dev/null || packages="$packages lld-22"
command -v chromedriver >/dev/null || packages="$packages chromium chromium-driver"
if [ -n "$packages" ]; then
    command -v apt-get >/dev/null || { echo "error: there is no apt-get, and missing is what Debian calls $packages" >&2; exit 1; }
    $sudo apt-get update -qq
    # shellcheck disable=SC2086
    $sudo apt-get install -y -qq --no-install-recommends -o APT::Keep-Downloaded-Packages=false $packages
fi

# Debian has the source of std and not std itself for this target. It is built once, and stands where the compiler looks.
if ! has_std; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    mkdir "$folder/src"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$folder/Cargo.toml"
    echo '#![no_std]' >"$folder/src/lib.rs"
    (cd "$folder" && env -u RUSTUP_TOOLCHAIN PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_DEBUG=0 \
        /usr/bin/cargo build --release -Zbuild-std=std,panic_abort,test --target $target --target-dir "$folder/target")
    rm "$folder/target/$target/release/deps/"libempty*
    $sudo mkdir -p "/usr/lib/rustlib/$target/lib"
    $sudo cp "$folder/target/$target/release/deps/"*.rlib "/usr/lib/rustlib/$target/lib/"
fi

# The runner has to be that of the library.
version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
if [ "$("$tools/bin/wasm-bindgen" --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
    CARGO_TARGET_DIR="$tools/build" cargo install --quiet wasm-bindgen-cli --version "$version" --root "$tools"
    rm -rf "$tools/build"
fi
