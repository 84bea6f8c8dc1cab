//! Whose it is: nothing of one user is ever somebody else's.

use clientwright_runtime::HttpCache;

use crate::api::{cached, item};
use crate::client::{ClientBuilder, setting};

#[test]
fn what_a_request_proves_itself_by_tells_its_answers_apart() {
    let (clock, server, client) = cached();
    for who in ["ann", "bob"] {
        server.on("GET", "/item").header("authorization", who).once(item(who, "max-age=60"));
        server.on("GET", "/item").header("cookie", who).once(item(who, "max-age=60"));
    }
    server.on("GET", "/item").once(item("nobody", "max-age=60"));
    clock.run(async {
        for name in ["authorization", "cookie"] {
            for who in ["ann", "bob", "ann", "bob"] {
                assert_eq!(client.get().header(name, who).await.unwrap().id, who);
            }
        }
        assert_eq!(client.get().await.unwrap().id, "nobody");
    });
    assert_eq!(server.calls().len(), 5);
}

#[test]
fn who_signs_out_leaves_nothing_to_the_next() {
    let (clock, server, builder) = setting();
    let client = builder.token("ann").cache(HttpCache::in_memory(1 << 20)).build().unwrap();
    server.on("GET", "/secured").once(item("ann", "max-age=60")).once(item("bob", "max-age=60"));
    clock.run(async {
        assert_eq!(client.secured().await.unwrap().id, "ann");
        assert_eq!(client.secured().await.unwrap().id, "ann");
        client.inner.forget_tokens();
        assert_eq!(client.secured().await.unwrap().id, "bob");
    });
}

#[test]
fn partitions_of_one_store_see_nothing_of_one_another() {
    let (clock, server, _) = setting();
    let cache = HttpCache::in_memory(1 << 20);
    let client = |who: &str| {
        let (_, _, builder) = setting();
        let builder = builder.transport(server.clone()).clock(clock.clone()).spawner(clock.clone());
        builder.token(who.to_owned()).cache(cache.partition(who)).build().unwrap()
    };
    let (ann, bob) = (client("ann"), client("bob"));
    for who in ["ann", "bob"] {
        let bearer = format!("Bearer {who}");
        server.on("GET", "/secured").header("authorization", &bearer).reply(item(who, "max-age=60"));
    }
    clock.run(async {
        for _ in 0..2 {
            assert_eq!(ann.secured().await.unwrap().id, "ann");
            assert_eq!(bob.secured().await.unwrap().id, "bob");
        }
        cache.partition("ann").clear().await.unwrap();
        ann.secured().await.unwrap();
        bob.secured().await.unwrap();
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn a_client_with_credentials_and_no_partition_is_not_built_over_what_outlives_it() {
    let build = |give: fn(ClientBuilder) -> ClientBuilder, cache: HttpCache| {
        let (_, _, builder) = setting();
        give(builder).cache(cache).build().map(drop).map_err(|error| error.to_string())
    };
    let lasting = || HttpCache::new(crate::stores::Plain::default());
    let gives: [fn(ClientBuilder) -> ClientBuilder; 3] =
        [|builder| builder.token("t"), |builder| builder.key("k"), |builder| builder.basic("u", "p")];
    for give in gives {
        assert!(build(give, lasting()).unwrap_err().contains("`partition`"));
        build(give, lasting().partition("ann")).unwrap();
        build(give, HttpCache::in_memory(1)).unwrap();
    }
    build(|builder| builder, lasting()).unwrap();
    let shared = HttpCache::in_memory(1);
    build(|builder| builder.token("t"), shared.clone()).unwrap();
    assert!(build(|builder| builder.token("t"), shared).unwrap_err().contains("another client has it"));
}

#[test]
fn a_policy_without_a_cache_is_told() {
    let (_, _, builder) = setting();
    let error = builder.cache_policy(clientwright_runtime::CachePolicy::CacheFirst).build().map(drop).unwrap_err();
    assert!(error.to_string().contains("call `cache`"), "{error}");
}

#[test]
fn what_sounds_like_a_secret_tells_answers_apart_whoever_has_marked_it() {
    let (clock, server, client) = cached();
    for who in ["ann", "bob"] {
        server.on("GET", "/item").header("x-api-key", who).reply(item(who, "max-age=60"));
    }
    clock.run(async {
        for who in ["ann", "bob"] {
            let request = http::Request::get("/item").header("x-api-key", who);
            let response = client.inner.send(request.body(clientwright_runtime::Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.body().as_ref(), format!(r#"{{"id":"{who}"}}"#).as_bytes());
        }
    });
}

#[test]
fn a_client_that_is_not_built_leaves_the_cache_to_the_next() {
    let cache = HttpCache::in_memory(1);
    let (_, _, builder) = setting();
    assert!(builder.token("t").header("no name", "x").cache(cache.clone()).build().is_err());
    let (_, _, builder) = setting();
    builder.token("t").cache(cache).build().unwrap();
}
