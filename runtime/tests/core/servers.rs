//! Servers of the description, and the variables of their URLs.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};

static API: rt::Api = rt::Api {
    name: "servers",
    title: "Servers",
    version: "1",
    servers: &[
        rt::Server::with(
            "http://{region}.localhost/{version}",
            &[rt::Variable::new("region", "eu", &["eu", "us"]), rt::Variable::new("version", "v1", &[])],
        ),
        rt::Server::with("http://{tenant}.localhost", &[rt::Variable::required("tenant")]),
    ],
    schemes: &[],
    security: &[],
};
static GET: rt::Spec = rt::Spec::get("get", "/item");
static OWN: rt::Spec = rt::Spec {
    servers: &[rt::Server::with(
        "http://own.localhost/{version}",
        &[rt::Variable::new("version", "v9", &["v8", "v9"])],
    )],
    ..rt::Spec::get("own", "/item")
};

/// The URL that a call of `spec` has.
fn url(builder: rt::Builder, spec: &'static rt::Spec) -> Result<String, String> {
    let client =
        builder.transport(MockTransport::new(&VirtualClock::new())).build().map_err(|error| error.to_string())?;
    let request = client.call(spec).request().map_err(|error| error.to_string())?;
    Ok(request.uri().to_string())
}

fn builder() -> rt::Builder {
    rt::Builder::new(&API)
}

#[test]
fn the_first_server_with_its_defaults_is_called() {
    assert_eq!(url(builder(), &GET).unwrap(), "http://eu.localhost/v1/item");
}

#[test]
fn variables_and_the_server_are_chosen() {
    assert_eq!(
        url(builder().variable("region", "us").variable("version", "v2"), &GET).unwrap(),
        "http://us.localhost/v2/item"
    );
    assert_eq!(url(builder().server(1).variable("tenant", "acme"), &GET).unwrap(), "http://acme.localhost/item");
}

#[test]
fn a_variable_without_a_default_has_to_be_set() {
    let refusal = url(builder().server(1), &GET).unwrap_err();
    assert!(refusal.contains("`tenant` is not set") && refusal.contains("{tenant}.localhost"), "{refusal}");
}

#[test]
fn a_value_that_is_not_listed_is_refused() {
    let refusal = url(builder().variable("region", "mars"), &GET).unwrap_err();
    assert!(refusal.contains("`region` is one of eu, us"), "{refusal}");
}

#[test]
fn a_server_of_one_operation_has_the_variables_too() {
    assert_eq!(url(builder(), &OWN).unwrap(), "http://own.localhost/v9/item");
    assert_eq!(url(builder().variable("version", "v8"), &OWN).unwrap(), "http://own.localhost/v8/item");
    let refusal = url(builder().variable("version", "v1"), &OWN).unwrap_err();
    assert!(refusal.contains("`version` is one of v8, v9"), "{refusal}");
}

#[test]
fn a_value_that_would_be_cut_is_refused_when_the_client_is_built() {
    let build = |name, value: &str| {
        let transport = MockTransport::new(&VirtualClock::new());
        builder().variable(name, value).transport(transport).build().map_err(|error| error.to_string())
    };
    for (value, word) in [("a?b", "`?`"), ("v1#top", "`#`"), ("a\nb", "control")] {
        // `elsewhere` stands for a variable of one operation's server.
        for name in ["version", "elsewhere"] {
            let refusal = build(name, value).unwrap_err();
            assert!(refusal.contains(&format!("variable `{name}`: its value has")), "{refusal}");
            assert!(refusal.contains(word) && !refusal.contains(value), "{refusal}");
        }
    }
    let client = build("version", "a%3Fb/c%23").unwrap();
    assert_eq!(client.base_url().as_str(), "http://eu.localhost/a%3Fb/c%23/");
}

#[test]
fn a_base_url_takes_the_place_of_all_of_them() {
    let builder = || builder().server(1).variable("version", "v1").base_url("http://mine.localhost/x");
    assert_eq!(url(builder(), &GET).unwrap(), "http://mine.localhost/x/item");
    assert_eq!(url(builder(), &OWN).unwrap(), "http://mine.localhost/x/item");
}

#[test]
fn a_chosen_server_is_called() {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    server.on("GET", "/v2/item").reply(Answer::json(200, "{}"));
    let builder = builder().variable("region", "us").variable("version", "v2");
    let client = builder.transport(server.clone()).clock(clock.clone()).build().unwrap();
    let request = client.call(&GET).request().unwrap();
    clock.run(async { client.send(request).await.unwrap() });
    assert_eq!(server.calls()[0].url, "http://us.localhost/v2/item");
}
