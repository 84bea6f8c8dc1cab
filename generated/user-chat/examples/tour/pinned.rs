//! A server behind TLS whose keys the client knows: what becomes of it when the server gets another one.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use clientwright_runtime::{Pin, Pins, ReqwestTransport};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, PublicKeyData,
};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use user_chat::Client;
use user_chat::types::SignInRequest;

use super::server::{EMAIL, PASSWORD, Server};

pub(crate) async fn pinned(server: &Server) -> Result<(), Box<dyn Error>> {
    let (own, backup, stolen) = (KeyPair::generate()?, KeyPair::generate()?, KeyPair::generate()?);
    let mut params = named("Authority of the tour", Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;

    let pins = Pins::new().host("localhost", [&own, &backup].map(|key| Pin::of_key(&key.subject_public_key_info())));
    let transport = || ReqwestTransport::builder().root_certificate_der(authority.der().to_vec()).pins(pins.clone());
    let open = Client::builder().base_url(server.url()).build()?;
    let token = open.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await?.access_token;
    let to = server.url().trim_start_matches("http://").parse()?;
    for (told, key) in [("the key that is pinned", own), ("the backup", backup), ("a key of somebody else", stolen)] {
        let port = behind_tls(&authority, &key, to).await?;
        let client = Client::builder()
            .base_url(format!("https://localhost:{port}"))
            .transport(transport().build()?)
            .bearer(token.expose())
            .build()?;
        match client.users().get_user("1").await {
            Ok(ann) => println!("  With {told} the server tells of {}.", ann.name),
            Err(error) => println!("  With {told}, though the same authority vouches for it: {error}"),
        }
    }
    Ok(())
}

fn named(name: &str, hosts: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

/// Puts TLS with that key before a server, and gives the port.
async fn behind_tls(
    authority: &CertifiedIssuer<'static, KeyPair>,
    key: &KeyPair,
    server: SocketAddr,
) -> Result<u16, Box<dyn Error>> {
    let certificate = named("Server of the tour", vec!["localhost".to_owned()])?.signed_by(key, authority)?;
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der())?)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("localhost:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        // A client that refuses the certificate breaks off here.
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut outside) = acceptor.accept(stream).await else { continue };
            let Ok(mut inside) = TcpStream::connect(server).await else { return };
            tokio::spawn(async move { copy_bidirectional(&mut outside, &mut inside).await });
        }
    });
    Ok(port)
}
