//! Places of the model as the user wrote them, where the text was of a version that has other ones.
//!
//! Enters: the model, named. Leaves: the model, whose places people find in their text. Nothing is decided by them any more.

use crate::diagnostic::Origins;
use crate::model::Api;
use crate::place::{Place, Pointer};

/// Leads the places that are shown back to the text.
pub(crate) fn lead_back(api: &mut Api, origins: &Origins) {
    let back = |place: &mut Place| *place = origins.place(&Pointer::from(&*place));
    api.types.iter_mut().for_each(|def| back(&mut def.origin));
    // What was told is told of the text.
    let less = api.less.iter_mut().filter(|less| !less.is_told);
    less.flat_map(|less| &mut less.places).for_each(back);
    api.left_out.iter_mut().for_each(|left_out| back(&mut left_out.origin));
    let operations = api.services.iter_mut().flat_map(|service| &mut service.operations);
    operations.for_each(|operation| back(&mut operation.origin));
}
