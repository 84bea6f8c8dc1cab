//! Each behaviour over each way of a page.

use std::pin::pin;
use std::time::Duration;

use clientwright_runtime::Clock;
use futures_util::future::{Either, select};

use crate::setups::PlatformClock;

macro_rules! over {
    ([$($law:ident)*] $setup:ident: $from:ident) => {
        mod $setup {
            $(
                #[wasm_bindgen_test::wasm_bindgen_test]
                async fn $law() {
                    crate::suite::in_time(crate::$from::$law(crate::setups::$setup)).await;
                }
            )*
        }
    };
}

/// One that never ends would be the end of all.
async fn in_time(law: impl Future<Output = ()>) {
    match select(pin!(law), PlatformClock.sleep(Duration::from_secs(20))).await {
        Either::Left(_) => {}
        Either::Right(_) => panic!("it does not end"),
    }
}

mod everywhere {
    crate::everywhere::everywhere! { over! fetch: behaviours }
}

mod on_a_page {
    over! {
        [
            a_connection_that_died_in_sleep_is_replaced
            events_come_one_by_one
            a_socket_speaks_both_ways
            what_is_coded_is_read_as_it_was
            what_is_compressed_is_counted_as_it_becomes
            a_coded_body_that_is_cut_off_is_io
            an_error_that_swells_is_cut
            an_error_that_is_miscoded_stays_what_its_status_says
            an_upload_is_gathered_before_it_is_sent
            connecting_has_no_limit_of_its_own
        ]
        fetch: behaviours
    }
}

mod otherwise {
    over! {
        [
            the_browser_says_who_it_is
            the_browser_itself_repeats_what_broke
            the_browser_follows_a_redirect_of_a_post
            a_redirect_with_secrets_is_not_followed
            cookies_are_the_browsers_own
            a_socket_has_its_token_in_the_query
            a_body_that_is_miscoded_is_io
            a_declared_length_is_not_told
            a_failing_upload_was_not_sent
        ]
        fetch: differences
    }
}

mod over_tls {
    over! {
        [
            a_success_is_typed
            a_busy_server_is_asked_again_when_it_says
            a_big_upload_arrives_whole
            a_streamed_answer_is_there_before_its_end
            a_dropped_call_is_cancelled
            what_has_no_body_has_none
            http2_is_spoken_where_it_is_offered
        ]
        fetch_over_tls: behaviours
    }
}
