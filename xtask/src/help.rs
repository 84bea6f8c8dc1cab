//! What `--help` prints, of all commands and of each. Reading the command line is not its business.

/// Of all commands.
pub const ALL: &str = "\
The commands of this repository.

cargo xtask generate [NAME..]   write the client crates of the descriptions in specs/
cargo xtask check | diff | dump | explain | init | vendor | watch | completions
                                the other commands of clientwright; `cargo xtask generate --help` says more, and so on
cargo xtask explain --write     write the pages of all messages and of all decisions
cargo xtask tidy                check the house rules
cargo xtask corpus [DIR]        run the generator over many descriptions of others
cargo xtask conformance [DIR]   make the requests of scenarios that generators of other languages are held to
cargo xtask bench [PART..]      measure what is generated, beside other generators and what is written by hand
cargo xtask engines [FILE..]    say what each transport can do, as the suite that runs over all of them has found it
cargo xtask browser             test a generated client in a browser
cargo xtask cache-tests         run the public suite of HTTP caches against that of the runtime
cargo xtask web                 serve a chat on a page, with the server that it talks to
cargo xtask pins HOST[:PORT]    print the pins of a server, or of a file of certificates
cargo xtask soak                make many calls of a generated client through a proxy that breaks things

cargo xtask COMMAND --help      say more about one of them

--root DIR      work on another checkout than the one this was built in
--help, -h      print this
--version, -V   print the version

Exit codes: 0 done, 1 errors or stale files, 2 wrong usage. NO_COLOR is respected.
";

const EXPLAIN: &str = "\
cargo xtask explain --write     write codegen/DIAGNOSTICS.md, the page of all codes, codegen/SUPPORT.md, what becomes of each member of a
                                description, and the examples that `explain CODE` shows
";

const TIDY: &str = "\
cargo xtask tidy                check the house rules: imports, module docs, fixtures, sizes, the page of messages

Each place that breaks one is printed with its line and what to do.
";

const CORPUS: &str = "\
cargo xtask corpus [DIR]        run the generator over every description below DIR (../shared/corpus/real), and measure

For times worth reading: cargo run --release -p xtask -- corpus

Each description has a process of its own, so that a panic, a loop without end (two minutes) or too much memory (8 GiB) is an
outcome like others. One in a folder or file that is called negative, invalid, fail, bad, error, broken, malformed or malicious may be
rejected, with a place; where it is generated all the same, the codes that are told stand beside the outcome, or that nothing is told. Files that are
parts of descriptions are not read by themselves. With --roundtrip a program is compiled for each as well (15 minutes, 16 GiB) and asked
(two minutes, 8 GiB); with --census all are counted by one process.

--compile        compile what was generated as well, and say what the compiler used for that crate alone
--clippy         lint it as well, with warnings denied
--doc            document it as well, with warnings denied
--examples       compile the examples in its documentation as well
--roundtrip      instead, decode and encode values made from the schemas, and list by cause which come back changed
--census         instead, count what the descriptions have against what the crates have, and list what is lost without a word
--version TEXT   only descriptions whose version begins so, such as 3.0
--filter TEXT    only descriptions with this text in their path
--jobs N         how many at once, by default as many as there are processors; not with --roundtrip or --census
--json FILE      write all that is known of each as well; not with --roundtrip or --census
--bless          print what gets worse and record the outcome in codegen/tests/*.ratchet.toml instead of comparing with it
";

const CONFORMANCE: &str = "\
cargo xtask conformance [DIR]   make the requests of all scenarios in DIR (../shared/conformance/spector) by generated calls, over a
                                socket, and judge what goes out and what is understood of the answers

One program is compiled for each version, of all descriptions. What OpenAPI cannot say fails, and stands in the record with the rest.

--version TEXT   only descriptions of this version: 3.0, 3.1 or 3.2
--bless          record what fails in codegen/tests/conformance.ratchet.toml instead of comparing with it; words of people stay as long
                 as the same is found
";

const BENCH: &str = "\
cargo xtask bench [PART..] [DOCUMENT..]   measure all, or those parts of those descriptions

PART is one of
  size       lines, tables and functions of the crates of all fixtures and of specs/
  generate   what generating costs
  growth     how that grows with the description: real ones 4 and 16 times as large, made ones with twice as much of one thing
  check      what `cargo check` of a generated crate costs, and how many functions that has
  call       what a call costs, against one that is written with reqwest by hand
  features   what a call costs with one thing on at a time: retries, time limits, a source of tokens, an interceptor, ..
  codec      what reading and writing JSON costs, against serde's derive
  live       what a message of a WebSocket costs, against tokio-websockets and tokio-tungstenite alone, and a socket that waits
  release    what a program that makes five of Stripe's calls costs to build, and its size

DOCUMENT is a description of specs/, one of ../shared/corpus/real, or a path. GitHub's is found as well once
`npm pack @octokit/openapi@23` is unpacked in target/bench. Other generators are measured where `cargo install` put them:
oas3-gen and openapi-to-rust. Instructions are counted where valgrind is installed.

--check      exit with 1 where a count grew by more than 2 % of what codegen/tests/bench.ratchet.toml records, or work is not linear
--write      record the counts instead of comparing them; both measure no other generators
--markdown   print the tables as Markdown
";

const ENGINES: &str = "\
cargo xtask engines             run the suite of behaviours over all transports, and compare what is found with runtime/TRANSPORTS.md
cargo xtask engines FILE..      the same, with what runs have printed that were made already

The runs are `cargo test -p clientwright-runtime --all-features --test transports` and `cargo xtask browser`: where the tools of a browser
are missing, the column of fetch is not checked, and the command says so. All features take the headers of OpenSSL.

--write   write the page

Exits with 1 where a law fails, where a row of xtask/src/engines/table.rs names a law that is not there, and where the page differs.
";

const BROWSER: &str = "\
cargo xtask browser             test the client of specs/user-chat.yaml in a headless Chromium, against a server on this machine, and the
                                behaviours of transports over its fetch; then build the chat page, weigh it, and use it as people do

What it takes beside Rust, `bash xtask/wasm-setup.sh` installs on Debian: a compiler with std for wasm32-unknown-unknown, lld, Chromium
with its driver, wasm-bindgen. WASM_RUSTC is the compiler, /usr/bin/rustc by default. Exits with 1 where a test fails, or where the
page has grown by more than 3 % of what xtask/browser/size.txt records. Pictures of the page are in target/screenshots afterwards.

--screenshots   put those that the README of the page shows beside it
--write         record what the page weighs instead of comparing it
";

const CACHE_TESTS: &str = "\
cargo xtask cache-tests         run the public suite of HTTP caches (`http-cache-tests` of npm) against that of the runtime, as a private one: in
                                memory and on disk, behind a proxy that is nothing but a client

It takes node and npm, which fetches the suite into the target folder, and a minute. Exits with 1 where what fails is not what
xtask/cache/record.txt records, or a reason is missing there, and where runtime/CACHE.md has other tables.

--write   record what fails, the reasons of those that failed before kept, and write the tables of runtime/CACHE.md
";

const WEB: &str = "\
cargo xtask web                 build the chat page, and serve it with the server that it talks to, where Ann and Bob can sign in

It takes what `cargo xtask browser` takes, but for Chromium: any browser of today shows the page. It prints what the page weighs, as it is
and by brotli, and serves until it is ended. What is said is gone then.

--port N   where on this machine, by default 8080; 0 takes one that is free
";

const PINS: &str = "\
cargo xtask pins HOST[:PORT]    print the pins of a server's certificates, and whether this system trusts them (port 443)
cargo xtask pins FILE           print those of the certificates, requests for one and public keys in a file (PEM)
cargo xtask pins --table        run the laws of pinning, and say whether runtime/PINNING.md is what they give

--write   write runtime/PINNING.md

A pin is what `Pins` of the runtime takes: `sha256/` and the SHA-256 hash of a public key. What a server presents is what somebody on the way
may have put there, so compare it with what those say who keep the key. A backup's pin needs no certificate:
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out backup.key; openssl pkey -in backup.key -pubout -out backup.pem
";

const SOAK: &str = "\
cargo xtask soak                make many calls of the client of specs/user-chat.yaml, 64 at once, through a proxy that breaks a tenth of
                                the requests, to a server whose tokens expire; print how they ended and what has to hold

--calls N   how many, by default 100000
--seed S    of all chance, by default 1

It takes half a minute, once it is built. Exits with 1 where something does not hold.
";

/// Of one command; of all where there is no such command.
#[must_use]
pub fn of(command: &str) -> &'static str {
    match command {
        "explain" => EXPLAIN,
        "tidy" => TIDY,
        "corpus" => CORPUS,
        "conformance" => CONFORMANCE,
        "bench" => BENCH,
        "engines" => ENGINES,
        "browser" => BROWSER,
        "cache-tests" => CACHE_TESTS,
        "web" => WEB,
        "pins" => PINS,
        "soak" => SOAK,
        _ => ALL,
    }
}
