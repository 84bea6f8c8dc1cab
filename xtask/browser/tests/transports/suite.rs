//! Each behaviour over each way of a page.

use std::pin::pin;
use std::time::Duration;

use clientwright_runtime::Clock;
use futures_util::future::{Either, select};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::setups::PlatformClock;

macro_rules! over {
    ($setup:ident: $($from:ident [$($law:ident)*])*) => {
        mod $setup {
            use super::wasm_bindgen_test;
            $($(
                #[wasm_bindgen_test]
                async fn $law() {
                    super::in_time(crate::$from::$law(crate::setups::$setup)).await;
                }
            )*)*
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

over! {
    fetch:
    behaviours [
        a_success_is_typed
        a_documented_error_is_typed
        an_undocumented_status_keeps_what_came
        a_busy_server_is_asked_again_when_it_says
        a_request_with_a_key_is_sent_again_as_it_was
        a_query_with_a_body_is_sent_again_as_it_was
        a_query_as_a_whole_arrives_as_its_document
        an_answer_that_breaks_is_io
        a_rejected_token_is_renewed_once
        an_interceptor_takes_no_credentials_elsewhere
        credentials_are_put_on_behind_the_interceptors
        a_multipart_body_arrives_again_as_it_was
        a_big_upload_arrives_whole
        a_streamed_answer_is_there_before_its_end
        a_dropped_call_is_cancelled
        a_dropped_stream_is_cancelled
        calls_at_once_have_each_their_own_answer
        closing_waits_for_what_is_under_way
        what_has_no_body_has_none
        a_success_beyond_the_limit_is_not_read_on
        a_download_has_no_such_limit
        each_limit_ends_a_call_and_is_named
        an_answer_that_came_in_sleep_is_found
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
    differences [
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
}

over! {
    fetch_over_tls:
    behaviours [
        a_success_is_typed
        a_busy_server_is_asked_again_when_it_says
        a_big_upload_arrives_whole
        a_streamed_answer_is_there_before_its_end
        a_dropped_call_is_cancelled
        what_has_no_body_has_none
        http2_is_spoken_where_it_is_offered
    ]
}
