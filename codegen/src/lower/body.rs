//! Request bodies: what a caller hands over, in as many forms as mean something else.
//!
//! Media types with one schema are one form, sent in the notation that says it best: multipart where it has files, else JSON, else
//! a form. Where it has files and is whole without them, JSON is a form of its own, as it says what parts cannot. Media types of bytes
//! are one form, whose type the caller names where there are several. JSON lines and sequences are forms of their own, and so are lists
//! as `multipart/mixed`: a caller hands over as many values as there are. So is each kind of patch.

use std::collections::BTreeSet;

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::looks::{self, target};
use super::notation::{self, Notation, notation};
use super::operation::wire;
use super::patch::{self, Patch};
use super::positions::{self, Placed};
use super::reading::is_structured;
use super::same::same;
use super::site::Site;
use super::way::Way;
use super::{
    Cx, collection, documentation, encoding, example, inner, items, live, multipart, parameter, part_kind, references,
    scalar, slip,
};
use crate::diagnostic::catalogue;
use crate::media_type;
use crate::model::{Body, BodyChoice, BodyContent, Docs, Encoding, FieldKind, Presence, Scalar, Style, Type};

/// One media type of a body, with what its schema is.
struct Entry<'a> {
    name: String,
    patch: Patch,
    media: &'a MediaType,
    /// Of parts that have places, what describes them.
    placed: Option<Placed>,
    ty: Option<Type>,
    /// What only types that may be the same share.
    outline: Option<String>,
    site: Site,
    form: Form,
    order: usize,
}

/// What a caller hands over, the best notation of one type first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// Multipart with files, which nothing else can hold.
    Files,
    Json,
    Fields,
    Multipart,
    /// JSON documents, as many as the caller has.
    Lines,
    Sequence,
    /// Parts one behind the other, as many as the caller has.
    Mixed,
    Text,
    /// Bytes that go as text in Base64.
    Base64,
    /// Text that the caller writes of what the schema describes.
    Written,
    Bytes,
    /// Bytes that the caller makes of what the schema describes.
    Made,
}

/// Lowers the body in all its forms.
pub(super) fn lower_body<'a>(cx: &mut Cx<'a>, node: &'a ReferenceOr<RequestBody>, site: &Site) -> Option<Body> {
    let body_site = site.step(&["requestBody"]);
    let Some((body, target)) = references::request_body(cx, node, &body_site) else {
        cx.leave_out(format!("the body of `{}`", site.of), "its reference leads to nothing", &body_site.pointer);
        return None;
    };
    let mut choices = choices(cx, body, &target);
    let docs = docs(cx, body, &choices);
    if choices.is_empty() {
        let message = "the body has no media type; it is sent as bytes that the caller makes";
        let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &target.pointer, message);
        found.help("list the media type that the server reads under `content`");
        let media = "application/octet-stream".to_owned();
        choices.push(BodyChoice { content: BodyContent::Bytes, media, encodings: Vec::new(), example: None });
    }
    Some(Body { required: body.required, choices, docs })
}

/// What is said of a body, and of its values.
fn docs(cx: &Cx<'_>, body: &RequestBody, choices: &[BodyChoice]) -> Docs {
    let mut docs = documentation::text(body.description.as_deref());
    match choices {
        [BodyChoice { content: BodyContent::Multipart(_), .. }] => inner::add_parts(cx, &mut docs, &body.content),
        _ => inner::add_content(cx, &mut docs, &body.content),
    }
    docs
}

fn choices<'a>(cx: &mut Cx<'a>, body: &'a RequestBody, site: &Site) -> Vec<BodyChoice> {
    let mut entries = Vec::new();
    for (order, (name, media)) in body.content.iter().enumerate() {
        let site = site.step(&["content", name]);
        let name = slip::meant(cx, name, &site.pointer);
        let placed = positions::placed(cx, &name, media, &site);
        let ty = match &placed {
            Some(placed) => Some(positions::ty(cx, placed)),
            None => items::lower_media(cx, &name, media, Way::Sent, &site),
        };
        let form = match &placed {
            Some(placed) if positions::has_files(cx, placed) => Form::Files,
            Some(_) => Form::Multipart,
            None => form(cx, (&name, media), ty.as_ref()),
        };
        let ty = match form {
            Form::Lines | Form::Sequence => ty.map(|ty| live::item(cx, ty)),
            Form::Mixed => live::part(cx, ty.as_ref()),
            _ => ty,
        };
        let outline = ty.as_ref().map(|ty| looks::outline(&cx.types, ty));
        let patch = Patch::of(&name);
        entries.push(Entry { name, patch, media, placed, ty, outline, site, form, order });
    }
    // A name that can be sent counts before a range, which takes what is left, and either before the name of a patch, which may be none.
    // The order of the media types says nothing.
    entries.sort_by_cached_key(|entry| {
        let name = entry.name.to_ascii_lowercase();
        (entry.form, entry.patch.is_some(), notation::is_range(&name), !is_usual(&name), name)
    });
    let mut groups: Vec<Vec<Entry<'_>>> = Vec::new();
    // The names under which they are sent.
    let mut sent = BTreeSet::new();
    for mut entry in entries {
        if notation::is_range(&entry.name) && is_taken(cx, &groups, &sent, &entry) {
            entry.form = Form::Made;
        }
        match groups.iter().position(|group| is_one(cx, &group[0], &entry)) {
            Some(index) => {
                if is_other_notation(&groups[index][0], &entry) {
                    cx.say_otherwise(&entry.name);
                }
                groups[index].push(entry);
            }
            None if sent.insert(sent_name(&entry)) => groups.push(vec![entry]),
            // Its media type, with its parameters, does not tell it from another form.
            None => leave_out(cx, &entry),
        }
    }
    groups.sort_by_key(|group| group.iter().map(|entry| entry.order).min());
    groups.iter().map(|group| choice(cx, group)).collect()
}

/// The name of a notation that servers read before its others.
fn is_usual(name: &str) -> bool {
    matches!(media_type::essence(name).as_str(), "application/json" | "multipart/form-data")
}

/// Whether one stands for the other: the names of JSON mean one notation, the subtypes of multipart do not.
fn is_other_notation(first: &Entry<'_>, entry: &Entry<'_>) -> bool {
    let is_multipart = |entry: &Entry<'_>| notation(&entry.name) == Notation::Multipart;
    let essence = |entry: &Entry<'_>| media_type::essence(&entry.name);
    entry.form != first.form || (is_multipart(entry) && essence(entry) != essence(first))
}

fn form(cx: &mut Cx<'_>, (name, media): (&str, &MediaType), ty: Option<&Type>) -> Form {
    let is_encoded = scalar::goes_in_base64(cx, media, ty);
    let shape = ty.map(|ty| target(&cx.types, ty.non_null()));
    let is_string = matches!(shape, None | Some(Type::Scalar(Scalar::String)));
    let is_structured = shape.is_some_and(is_structured);
    match notation(name) {
        _ if shape == Some(&Type::Scalar(Scalar::Binary)) => Form::Bytes,
        Notation::Json => Form::Json,
        Notation::Form => Form::Fields,
        Notation::Multipart
            if matches!(shape, Some(Type::List(_))) && media_type::essence(name) == "multipart/mixed" =>
        {
            Form::Mixed
        }
        Notation::Multipart if ty.is_some_and(|ty| part_kind::has_files(&cx.types, ty)) => Form::Files,
        Notation::Multipart => Form::Multipart,
        Notation::Anything if is_string => Form::Bytes,
        Notation::Anything => Form::Json,
        // The caller names the media type, and so makes the text.
        Notation::Text if is_encoded && notation::is_range(name) => Form::Written,
        Notation::Octets | Notation::Other if is_encoded && notation::is_range(name) => Form::Made,
        Notation::Text | Notation::Octets | Notation::Other if is_encoded => Form::Base64,
        Notation::Text if is_structured => Form::Written,
        Notation::Text => Form::Text,
        Notation::Lines if is_structured => Form::Lines,
        Notation::Sequence if is_structured => Form::Sequence,
        _ if is_structured => Form::Made,
        Notation::Octets | Notation::Other | Notation::Events | Notation::Lines | Notation::Sequence => Form::Bytes,
    }
}

/// Whether a caller hands over the same for both, so that one notation is enough.
fn is_one(cx: &Cx<'_>, first: &Entry<'_>, entry: &Entry<'_>) -> bool {
    let is_same = |one: &Type, other: &Type| first.outline == entry.outline && same(&cx.types, one, other);
    match (first.form, entry.form) {
        (Form::Text, Form::Text) | (Form::Bytes, Form::Bytes) => true,
        _ if first.patch.is_apart(&entry.patch) => false,
        // A text may go as a JSON string.
        (Form::Json, Form::Text) => matches!(&first.ty, Some(ty) if is_string(cx, ty)),
        // Where nothing is said, it is what is said elsewhere; but octets are no notation of it.
        (Form::Files | Form::Json | Form::Fields | Form::Multipart, Form::Bytes) => {
            let is_first = |other: &Type| first.ty.as_ref().is_some_and(|one| is_same(one, other));
            notation(&entry.name) == Notation::Other && entry.ty.as_ref().is_none_or(is_first)
        }
        (_, Form::Text | Form::Bytes) | (Form::Text | Form::Bytes, _) => false,
        // Which of them the bytes are is for the caller to say.
        (Form::Base64, Form::Base64) => false,
        // One value is not many.
        (Form::Lines | Form::Sequence | Form::Mixed, _) | (_, Form::Lines | Form::Sequence | Form::Mixed)
            if first.form != entry.form =>
        {
            false
        }
        // Neither says all of the other: no file is JSON, and no part is null.
        (Form::Files, Form::Json)
            if first.ty.as_ref().is_some_and(|ty| part_kind::leave_things_unsaid(&cx.types, ty)) =>
        {
            false
        }
        // What is said of the parts makes another body of the same values.
        (Form::Files | Form::Multipart, Form::Files | Form::Multipart)
            if (&first.media.encoding, &first.media.extensions) != (&entry.media.encoding, &entry.media.extensions) =>
        {
            false
        }
        _ => match (&first.ty, &entry.ty) {
            (Some(one), Some(other)) => is_same(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        },
    }
}

fn is_string(cx: &Cx<'_>, ty: &Type) -> bool {
    *target(&cx.types, ty) == Type::Scalar(Scalar::String)
}

/// Whether something else is sent under the name that a range would be sent as.
fn is_taken(cx: &Cx<'_>, groups: &[Vec<Entry<'_>>], sent: &BTreeSet<String>, entry: &Entry<'_>) -> bool {
    sent.contains(&sent_name(entry)) && !groups.iter().any(|group| is_one(cx, &group[0], entry))
}

/// The name under which a form is sent, in one spelling. The charset of a text changes nothing that it is told by.
fn sent_name(entry: &Entry<'_>) -> String {
    let usual = match entry.form {
        Form::Json => "application/json",
        Form::Files | Form::Multipart => usual_multipart(entry),
        Form::Text | Form::Written => "text/plain",
        Form::Fields | Form::Lines | Form::Sequence | Form::Mixed => &entry.name,
        Form::Base64 | Form::Bytes | Form::Made => &entry.name,
    };
    let name = if notation::is_range(&entry.name) { usual } else { &entry.name };
    let parameters = name.split(';').skip(1).map(|parameter| parameter.trim().to_ascii_lowercase());
    let mut told: Vec<_> =
        parameters.filter(|parameter| !parameter.is_empty() && !parameter.starts_with("charset=")).collect();
    told.sort();
    told.insert(0, media_type::essence(name));
    told.join(";")
}

fn leave_out(cx: &mut Cx<'_>, entry: &Entry<'_>) {
    let message = format!("`{}` cannot be told from the same media type with another schema", entry.name);
    cx.diagnostics.report(&catalogue::ONE_MEDIA_TYPE, &entry.site.pointer, message);
    let what = format!("`{}` as a body of `{}`", entry.name, entry.site.of);
    cx.leave_out(what, "nothing but a charset differs from another media type", &entry.site.pointer);
}

fn choice(cx: &mut Cx<'_>, group: &[Entry<'_>]) -> BodyChoice {
    let Entry { name, media, placed, ty, site, form, .. } = &group[0];
    let any = || ty.clone().unwrap_or(Type::Any);
    let mut encodings = Vec::new();
    let content = match form {
        Form::Json => BodyContent::Json(patch::meant(cx, name, any(), site)),
        Form::Fields => match self::encodings(cx, media, ty.as_ref(), site) {
            Some(found) => {
                encodings = found;
                BodyContent::Form(any())
            }
            None => BodyContent::Bytes,
        },
        Form::Files | Form::Multipart => match placed {
            Some(placed) => BodyContent::Multipart(positions::parts(cx, placed, site)),
            None => multipart::content(cx, (name, media), ty.as_ref(), site),
        },
        Form::Lines => BodyContent::Lines(any()),
        Form::Sequence => BodyContent::Sequence(any()),
        Form::Mixed => BodyContent::Mixed(ty.clone()),
        Form::Text => BodyContent::Text,
        Form::Base64 => BodyContent::Base64,
        Form::Bytes => BodyContent::Bytes,
        Form::Written | Form::Made => {
            let (content, what) = match form {
                Form::Written => (BodyContent::Text, "text"),
                _ => (BodyContent::Bytes, "bytes"),
            };
            let message = format!("`{name}` is sent as {what} that the caller makes");
            let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
            found.help(match notation::is_range(name) {
                true => format!("write the value as a media type of `{name}`, and name that"),
                false => {
                    format!(
                        "write the value as `{name}` and pass that; add `application/json` if the server reads it too"
                    )
                }
            });
            content
        }
    };
    let example = group.iter().find_map(|entry| example::of_media(cx, entry.media));
    BodyChoice { media: sent_as(group, &content), content, encodings, example: example.map(Box::new) }
}

/// The multipart that a range stands for. Of form-data all parts have names, of mixed they have places (OAS 3.2.0 section 4.14.4).
fn usual_multipart(entry: &Entry<'_>) -> &'static str {
    if entry.placed.is_some() { "multipart/mixed" } else { "multipart/form-data" }
}

/// The media type that is sent. A range is none: what is JSON by its schema goes as JSON, of bytes the caller names the type.
fn sent_as(group: &[Entry<'_>], content: &BodyContent) -> String {
    let names = || group.iter().filter(|entry| entry.form == group[0].form).map(|entry| entry.name.as_str());
    let concrete = names().find(|name| !notation::is_range(name));
    match content {
        BodyContent::Bytes => names().collect::<Vec<_>>().join(", "),
        BodyContent::Json(_) => concrete.unwrap_or("application/json").to_owned(),
        BodyContent::Form(_) => "application/x-www-form-urlencoded".to_owned(),
        BodyContent::Multipart(_) => concrete.unwrap_or(usual_multipart(&group[0])).to_owned(),
        BodyContent::Lines(_) => concrete.unwrap_or("application/x-ndjson").to_owned(),
        BodyContent::Sequence(_) => concrete.unwrap_or("application/json-seq").to_owned(),
        BodyContent::Mixed(_) => concrete.unwrap_or("multipart/mixed").to_owned(),
        BodyContent::Text | BodyContent::Base64 => concrete.unwrap_or("text/plain").to_owned(),
    }
}

/// What is said of single properties of a form; `None` where no value of the type could be sent.
pub(super) fn encodings(cx: &mut Cx<'_>, media: &MediaType, ty: Option<&Type>, site: &Site) -> Option<Vec<Encoding>> {
    let mut is_sendable = true;
    if let Some((_, strukt)) = ty.and_then(|ty| looks::strukt(&cx.types, ty)) {
        let strukt = strukt.clone();
        multipart::leave_out_encodings(cx, media, &strukt, site);
        for field in strukt.fields {
            // With a style it is a parameter, and every value can be one.
            let says_style = |it: &openapiv3::Encoding| {
                let is_said = ["x-cw-explode", "x-cw-collection"].iter().any(|key| it.extensions.contains_key(*key));
                it.style.is_some() || it.allow_reserved || is_said
            };
            let by_style = media.encoding.get(&field.name.0).is_some_and(says_style);
            if let FieldKind::Value { ty, presence } = field.kind
                && !by_style
            {
                let names = multipart::content_types(cx, media, &field.name.0, site);
                let of = if presence == Presence::Required { encoding::Of::EveryForm } else { encoding::Of::Form };
                let place = site.step(&["encoding", &field.name.0]);
                let is_written = encoding::check(cx, &names, &ty, (of, &field.name.0), &place);
                is_sendable &= is_written || of == encoding::Of::Form;
            }
        }
    }
    let encodings = form_encodings(cx, media, site);
    is_sendable.then_some(encodings)
}

/// What is said of single properties of a form, as it is.
pub(super) fn form_encodings(cx: &mut Cx<'_>, media: &MediaType, site: &Site) -> Vec<Encoding> {
    let encodings = media.encoding.iter().map(|(name, encoding)| {
        let usual = encoding.style.as_ref().map(parameter::query_style);
        let joined = collection::styles(&encoding.extensions, Style::Form);
        (name, encoding, joined.first().copied().or(usual), joined.into_iter().skip(1).collect())
    });
    let encodings = encodings.map(|(name, encoding, style, within)| Encoding {
        name: wire(name),
        style,
        within,
        // Whether it is written decides, and the typed document alone does not tell.
        explode: encoding.extensions.contains_key("x-cw-explode").then_some(encoding.explode),
        allow_reserved: encoding.allow_reserved,
        content_types: multipart::content_types(cx, media, name, site),
    });
    encodings.collect()
}
