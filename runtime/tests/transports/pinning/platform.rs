//! A process of its own, to whose platform an authority of the tests is known: of OpenSSL's environment rustls-native-certs takes `SSL_CERT_FILE`
//! for all that there is.

use std::process::Command;

use super::authorities::{Authority, Key};
use super::stage::{Chain, HOST, client, finding, is_made, is_refused, is_refused_as_usual, pinned, pinning};

const FILE: &str = "SSL_CERT_FILE";

/// Runs what is below in such a process.
pub(super) fn trusting() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--ignored", "--exact", "pinning::platform::in_a_process_whose_platform_trusts_an_authority"]);
    let ended = child.env(FILE, folder.path().join("trusted.pem")).env_remove("SSL_CERT_DIR").output().unwrap();
    let shown = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && shown.contains("1 passed"), "{shown}");
}

#[tokio::test]
#[ignore = "`made::the_platform_trusts_the_authority` runs it"]
async fn in_a_process_whose_platform_trusts_an_authority() {
    let chain = Chain::new();
    std::fs::write(std::env::var_os(FILE).unwrap(), chain.root.pem()).unwrap();
    let server = chain.serve().await;
    let with = |key: Key| client(&format!("https://{HOST}/"), finding(server.address).pins(pinning([key.pin()])));
    for key in [chain.key, chain.between.key, chain.root.key] {
        is_made(&with(key)).await;
    }
    assert_eq!(is_refused(&with(Key::new()), &server).await.seen().len(), 3);

    let own = Authority::root("Own");
    is_refused_as_usual(&pinned(&own, &server, pinning([chain.root.key.pin()])), "UnknownIssuer").await;
}
