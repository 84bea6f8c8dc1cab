#!/usr/bin/env bash
# What a newcomer does: installs the program from this checkout, sets up a workspace with a description, builds and tests it, gets a new version
# of the description, sees what is not fresh and what changes for callers, generates anew and builds. Then the same with the sources of the
# runtime beside the crates, and without a network: bash codegen/cli/tests/newcomer.sh
#
# It takes Rust and git, and a folder to work in, by default a temporary one that is gone in the end.
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
built=${CARGO_TARGET_DIR:-$checkout/target}
description=$checkout/codegen/cli/tests/newcomer/openapi.yaml

say() { printf '\n-- %s\n' "$*"; }
fail() { echo "error: $*" >&2; exit 1; }
# Runs what has to fail with an exit code; what it printed stands in $printed.
fails() {
    local code=0 wanted=$1
    shift
    printed=$("$@" 2>&1) || code=$?
    [ "$code" = "$wanted" ] || fail "$* ends with $code and not $wanted: $printed"
}
# Whether $printed has a text.
has() { case $printed in *"$1"*) ;; *) fail "it should say \`$1\`: $printed" ;; esac; }

say "install"
# With the locked versions, and what is built here already.
cargo install --quiet --locked --debug --path "$checkout/codegen/cli" --root "$work/installed" --target-dir "$built"
PATH=$work/installed/bin:$PATH
clientwright --version
cargo clientwright --version

# Everything that is built from here on has the versions that are locked in this checkout, and lies beside what is built of them here, so
# that nothing is fetched or compiled twice.
export CARGO_TARGET_DIR=$work/target CARGO_BUILD_BUILD_DIR=$built

# From an empty folder to a new version of the description: the name of the folder, and where the runtime comes from.
walk() {
    local folder=$work/$1
    mkdir "$folder"
    cd "$folder"
    git init --quiet
    say "$1: init"
    clientwright init --from "$description" --runtime "$2"
    cp "$checkout/Cargo.lock" .
    mkdir app
    cp -r "$checkout/codegen/cli/tests/newcomer/app/." app
    sed -i.old 's/^members = \[/members = ["app", /' Cargo.toml
    rm Cargo.toml.old
    git add --all
    git -c user.name=Newcomer -c user.email=newcomer@example.com commit --quiet --message "A client of the API."

    say "$1: build and test"
    cargo build --workspace
    cargo test --workspace
    cargo run --quiet --package app
    cargo xtask check
    # What the program wrote for people to go on with is as they would format it.
    ! cargo fmt --version >/dev/null 2>&1 || cargo fmt --package xtask --check

    say "$1: a new version of the description"
    sed -i.old -e 's/operationId: listPets/operationId: findPets/' -e 's/\[name, kind\]/[name, kind, born]/' specs/openapi.yaml
    rm specs/openapi.yaml.old
    fails 1 cargo xtask check
    has "generated/openapi/src/api/pets.rs"
    has 'run `cargo xtask generate`'
    fails 101 cargo test --quiet --package xtask
    fails 1 cargo xtask diff HEAD:specs/openapi.yaml --deny breaking
    echo "$printed"
    has '`list_pets` is now called `find_pets`'
    has "next version: 0.2.0"

    say "$1: generate"
    cargo xtask generate
    cargo xtask check
    fails 101 cargo build --workspace
    has list_pets
    sed -i.old 's/list_pets/find_pets/' app/src/main.rs
    sed -i.old 's/NewPet::new("Rex", "dog")/NewPet::new("Rex", "dog", "2026-05-01".parse()?)/' app/src/main.rs
    cargo build --workspace
    INSTA_UPDATE=always cargo test --workspace
    git diff --stat -- xtask/tests/snapshots | cat
}

walk path "$checkout/runtime"
# What is built so far is all that was fetched.
export CARGO_NET_OFFLINE=true
walk vendored vendored

say "one crate wherever one likes"
cd "$work/vendored"
cp "$description" other.yaml
clientwright generate other.yaml --out crates/other
clientwright check other.yaml --out crates/other
say "well"
