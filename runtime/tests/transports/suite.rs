//! Each behaviour over each transport.

macro_rules! over {
    ([$($law:ident)*] [$($setup:ident)*]) => {
        over! { @ [$($law)*] $($setup)* }
    };
    (@ $laws:tt $($setup:ident)*) => {
        $(over! { @@ $setup $laws })*
    };
    (@@ $setup:ident [$($law:ident)*]) => {
        mod $setup {
            $(
                #[tokio::test]
                async fn $law() {
                    crate::behaviours::$law(crate::setups::$setup).await;
                }
            )*
        }
    };
}

macro_rules! suite {
    ($($setup:ident)*) => {
        mod everywhere {
            crate::everywhere::everywhere! { over! [$($setup)*] }
        }
        over! {
            [
                a_client_says_who_it_is
                a_request_that_is_not_idempotent_is_not_sent_twice
                a_cookie_of_its_own_style_arrives_as_it_is
                a_redirect_elsewhere_carries_no_credentials
                a_redirect_of_a_post_is_not_followed
                an_upload_of_unknown_length_declares_none
                a_failing_upload_is_the_callers_error
                a_declared_length_beyond_the_limit_is_not_read_at_all
                cookies_are_the_callers_own
            ]
            [$($setup)*]
        }
        #[cfg(feature = "sse")]
        mod sse {
            over! { [events_come_one_by_one] [$($setup)*] }
        }
        #[cfg(feature = "websocket")]
        mod websocket {
            over! { [a_socket_speaks_both_ways a_socket_has_its_token_in_a_header] [$($setup)*] }
        }
    };
}

/// Content codings, which the transport undoes.
#[cfg(feature = "gzip")]
macro_rules! coded {
    ($($setup:ident)*) => {
        over! {
            [
                what_is_coded_is_read_as_it_was
                what_is_compressed_is_counted_as_it_becomes
                a_coded_body_that_is_cut_off_is_io
                an_error_that_swells_is_cut
            ]
            [$($setup)*]
        }
    };
}

#[cfg(feature = "gzip")]
macro_rules! miscoded {
    ($($setup:ident)*) => {
        over! {
            [
                a_body_that_is_miscoded_does_not_decode
                an_error_that_is_miscoded_stays_what_its_status_says
                a_download_that_is_miscoded_does_not_decode
            ]
            [$($setup)*]
        }
    };
}

#[cfg(feature = "gzip")]
mod coded {
    coded! { http1 http1_over_tls http2_over_tls http2_in_the_clear by_proxy by_tunnel given }
    #[cfg(feature = "native-tls")]
    coded! { http2_over_native_tls }
}

#[cfg(feature = "gzip")]
mod miscoded {
    miscoded! { mock http1 http1_over_tls http2_over_tls http2_in_the_clear by_proxy by_tunnel given }
    #[cfg(feature = "native-tls")]
    miscoded! { http2_over_native_tls }
}

suite! { mock http1 http1_over_tls http2_over_tls by_proxy by_tunnel given own }

/// A server in the clear that speaks HTTP/2 alone has no WebSockets.
mod clear {
    over! {
        [
            a_success_is_typed
            a_busy_server_is_asked_again_when_it_says
            a_request_that_is_not_idempotent_is_not_sent_twice
            an_answer_that_breaks_is_io
            a_big_upload_arrives_whole
            a_streamed_answer_is_there_before_its_end
            a_dropped_call_is_cancelled
            what_has_no_body_has_none
        ]
        [http2_in_the_clear]
    }
}

#[cfg(feature = "native-tls")]
mod native {
    suite! { http2_over_native_tls }
}

mod versions {
    over! { [http2_is_spoken_where_it_is_offered] [http2_over_tls http2_in_the_clear by_tunnel] }
    #[cfg(feature = "native-tls")]
    over! { [http2_is_spoken_where_it_is_offered] [http2_over_native_tls] }
    #[cfg(feature = "websocket")]
    over! { [http1_alone_is_spoken] [own] }
}

mod proxies {
    over! { [a_proxy_that_was_named_is_asked] [by_proxy by_tunnel] }
    #[cfg(feature = "native-tls")]
    over! { [a_proxy_that_was_named_is_asked] [by_native_tunnel] }
}

mod certificates {
    over! { [a_certificate_that_the_server_wants_is_given] [certified] }
    #[cfg(feature = "native-tls")]
    over! { [a_certificate_that_the_server_wants_is_given] [natively_certified] }
}

mod uploads {
    over! { [an_upload_is_there_piece_by_piece] [http1 http1_over_tls http2_over_tls by_proxy by_tunnel given] }
    #[cfg(feature = "native-tls")]
    over! { [an_upload_is_there_piece_by_piece] [http2_over_native_tls] }
    #[cfg(feature = "websocket")]
    over! { [an_upload_is_there_piece_by_piece] [own] }
    over! { [an_upload_is_gathered_before_it_is_sent] [mock] }
}

mod connecting {
    #[cfg(target_os = "linux")]
    over! { [a_limit_of_connecting_ends_a_call_and_is_named what_no_connection_took_was_not_sent] [unreached] }
    #[cfg(all(target_os = "linux", feature = "native-tls"))]
    over! { [a_limit_of_connecting_ends_a_call_and_is_named what_no_connection_took_was_not_sent] [natively_unreached] }
    #[cfg(all(target_os = "linux", feature = "websocket"))]
    over! { [a_limit_of_connecting_ends_a_call_and_is_named] [own_unreached] }
    over! { [connecting_has_no_limit_of_its_own] [mock] }
}

#[cfg(feature = "pinning")]
mod pins {
    over! { [a_server_with_a_pinned_key_is_spoken_to] [pinned] }
    over! { [a_server_without_a_pinned_key_is_not_spoken_to] [pinned_elsewhere] }
}

/// A server in memory has no connections.
mod asleep {
    over! {
        [a_connection_that_died_in_sleep_is_replaced]
        [http1 http1_over_tls http2_over_tls by_proxy by_tunnel given]
    }
    #[cfg(feature = "native-tls")]
    over! { [a_connection_that_died_in_sleep_is_replaced] [http2_over_native_tls] }
    #[cfg(feature = "websocket")]
    over! { [a_connection_that_died_in_sleep_is_replaced] [own] }
}
