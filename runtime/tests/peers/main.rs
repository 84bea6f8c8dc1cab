//! Servers and proxies of other makes: httpbin behind gunicorn, nginx, tinyproxy. Each test starts those that it needs, each in a process of
//! its own on a free port. One that is not there is skipped, and says how to have it.
#![cfg(unix)]

mod api;
#[path = "../transports/certificates.rs"]
#[expect(dead_code, reason = "servers have their own TLS here")]
mod certificates;
#[path = "../client/mod.rs"]
#[expect(dead_code, reason = "servers are not in memory here")]
mod client;
mod httpbin;
mod nginx;
mod peer;
mod tinyproxy;
