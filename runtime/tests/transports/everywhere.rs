//! The laws that hold over every transport there is, that of a browser too. Enters: a macro that runs laws, and what it is told besides. What
//! holds over some of them is said by whoever runs it.

macro_rules! everywhere {
    ($run:ident! $($besides:tt)*) => {
        $run! {
            [
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
            ]
            $($besides)*
        }
    };
}

pub(crate) use everywhere;
