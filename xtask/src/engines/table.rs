//! The engines, and what is asked of each: plain data.

/// A transport, or one of its kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Engine {
    pub(super) name: &'static str,
    /// The ways to a server that the suite has over it.
    pub(super) setups: &'static [&'static str],
}

/// Something that a transport can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    /// The laws that say so, all of them; none where there is no law yet.
    pub(super) laws: &'static [&'static str],
    /// Of a transport that does otherwise, the law that says what it does.
    pub(super) instead: Option<&'static str>,
}

pub(super) const ENGINES: &[Engine] = &[
    Engine {
        name: "reqwest, rustls",
        setups: &[
            "http1",
            "http1_over_tls",
            "http2_over_tls",
            "http2_in_the_clear",
            "by_proxy",
            "by_tunnel",
            "given",
            "certified",
            "unreached",
            "pinned",
            "pinned_elsewhere",
        ],
    },
    Engine {
        name: "reqwest, native-tls",
        setups: &["http2_over_native_tls", "by_native_tunnel", "natively_certified", "natively_unreached"],
    },
    Engine { name: "fetch", setups: &["fetch", "fetch_over_tls"] },
    Engine { name: "mock", setups: &["mock"] },
    Engine { name: "your own", setups: &["own", "own_unreached"] },
];

pub(super) const ROWS: &[Row] = &[
    row("HTTP/2", &["http2_is_spoken_where_it_is_offered"], Some("http1_alone_is_spoken")),
    row("proxies", &["a_proxy_that_was_named_is_asked"], Some("a_page_cannot_choose_a_proxy")),
    row(
        "pins",
        &["a_server_with_a_pinned_key_is_spoken_to", "a_server_without_a_pinned_key_is_not_spoken_to"],
        Some("a_page_cannot_pin_keys"),
    ),
    row(
        "client certificates",
        &["a_certificate_that_the_server_wants_is_given"],
        Some("a_page_cannot_present_a_client_certificate"),
    ),
    row("streaming up", &["an_upload_is_there_piece_by_piece"], Some("an_upload_is_gathered_before_it_is_sent")),
    row("streaming down", &["a_streamed_answer_is_there_before_its_end"], None),
    row("WebSocket", &["a_socket_speaks_both_ways"], None),
    row("WebSocket with a token", &["a_socket_has_its_token_in_a_header"], Some("a_socket_has_its_token_in_the_query")),
    row("content codings", &["what_is_coded_is_read_as_it_was"], None),
    row("cookies", &["cookies_are_the_callers_own"], Some("cookies_are_the_browsers_own")),
    row("`User-Agent`", &["a_client_says_who_it_is"], Some("the_browser_says_who_it_is")),
    row(
        "redirects without credentials",
        &["a_redirect_elsewhere_carries_no_credentials"],
        Some("a_redirect_with_secrets_is_not_followed"),
    ),
    row(
        "nothing sent twice unasked",
        &["a_request_that_is_not_idempotent_is_not_sent_twice"],
        Some("the_browser_itself_repeats_what_broke"),
    ),
    row(
        "limit of connecting",
        &["a_limit_of_connecting_ends_a_call_and_is_named"],
        Some("connecting_has_no_limit_of_its_own"),
    ),
    row("limits of an attempt, of silence, of the call", &["each_limit_ends_a_call_and_is_named"], None),
    row("backgrounding: an answer that came meanwhile", &["an_answer_that_came_in_sleep_is_found"], None),
    row("backgrounding: a connection that died meanwhile", &["a_connection_that_died_in_sleep_is_replaced"], None),
];

const fn row(name: &'static str, laws: &'static [&'static str], instead: Option<&'static str>) -> Row {
    Row { name, laws, instead }
}
