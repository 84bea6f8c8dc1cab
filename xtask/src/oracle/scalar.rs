//! Values that are neither objects nor arrays, within the bounds that the schemas set.

use serde_json::{Number, Value, json};

use super::conjunction::Conjunction;
use super::instance::Instance;

/// How many of a list of values are made.
const MOST_LISTED: usize = 8;

/// A text that no list has.
pub(super) const UNKNOWN: &str = "zz_unknown";
/// An integer that no list has.
pub(super) const UNKNOWN_INTEGER: i64 = 424_242;

/// The values of a list, and one that is not in it: servers grow.
pub(super) fn listed(values: &[&Value]) -> Vec<Instance> {
    let texts = values.iter().filter(|value| !value.is_null());
    let mut made: Vec<Instance> =
        texts.take(MOST_LISTED).map(|value| Instance::new(format!("value {value}"), (*value).clone())).collect();
    let word = if values.len() == 1 { "another constant" } else { "unknown value" };
    match values.iter().find(|value| !value.is_null()) {
        Some(Value::String(_)) => made.push(Instance::new(word, json!(UNKNOWN))),
        Some(Value::Number(number)) if number.is_i64() => made.push(Instance::new(word, json!(UNKNOWN_INTEGER))),
        _ => {}
    }
    made
}

pub(super) fn booleans() -> Vec<Instance> {
    vec![Instance::new("true", json!(true)), Instance::new("false", json!(false))]
}

/// Texts of each format, in the form that its type writes: other spellings of the same moment or address prove nothing.
const FORMATS: &[(&str, &[&str])] = &[
    ("date", &["2024-05-06", "0001-01-01", "9999-12-31"]),
    (
        "date-time",
        &[
            "2024-05-06T07:08:09Z",
            "2024-05-06T07:08:09.123Z",
            "2024-05-06T07:08:09.12+02:00",
            "2024-05-06T07:08:09-00:30",
            "9999-12-31T23:59:59Z",
        ],
    ),
    ("time", &["07:08:09Z", "07:08:09.5+01:00", "07:08:09"]),
    ("duration", &["P3DT4H5M", "PT0.5S", "P1Y2M"]),
    ("uuid", &["6ba7b810-9dad-11d1-80b4-00c04fd430c8"]),
    ("byte", &["aGVsbG8=", "+/+/"]),
    ("base64url", &["-_-_"]),
    ("uri", &["https://example.com/a?b=c#d", "urn:a:b"]),
    ("url", &["https://example.com/a?b=c#d"]),
    ("email", &["ann@example.com"]),
    ("hostname", &["example.com"]),
    ("ipv4", &["192.0.2.1"]),
    ("ipv6", &["2001:db8::1"]),
    ("ip", &["192.0.2.1", "2001:db8::1"]),
    ("decimal", &["12.50", "0.1"]),
    ("int64", &["9007199254740993"]),
    ("int32", &["12"]),
    ("double", &["1.50"]),
    ("float", &["1.5"]),
    ("number", &["1.50"]),
];

pub(super) fn strings(schemas: &Conjunction<'_>) -> Vec<Instance> {
    let base64 = schemas.all("contentEncoding").any(|encoding| encoding == "base64").then_some("byte");
    let format = schemas.all("format").find_map(Value::as_str).or(base64);
    if let Some((name, texts)) = FORMATS.iter().find(|(name, _)| Some(*name) == format) {
        return texts.iter().map(|text| Instance::new(format!("{name} {text}"), json!(text))).collect();
    }
    let bound = |keyword| schemas.all(keyword).filter_map(Value::as_u64);
    let (least, most) = (bound("minLength").max().unwrap_or(0), bound("maxLength").min().unwrap_or(u64::MAX));
    if schemas.all("pattern").next().is_some() {
        let examples = schemas.all("example").chain(schemas.all("default")).filter(|value| value.is_string());
        let texts = examples.take(1).cloned().map(|text| Instance::new("example", text));
        let plain = Instance::new("text", json!("x1"));
        return texts.chain([plain]).take(1).collect();
    }
    let fit = |text: &str| {
        let length = usize::try_from(least.min(4096)).unwrap_or(0);
        let longer = text.chars().chain("abcdefghij".chars().cycle());
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        longer.take(text.chars().count().max(length).min(most)).collect::<String>()
    };
    let mut made = vec![Instance::new("text", json!(fit("Ann")))];
    for text in ["", "2024-05-06T07:08:09Z", "ä \"\\\n\u{1f600}", "12"] {
        let fitting = fit(text);
        if fitting == text {
            made.push(Instance::new(format!("text {text:?}"), json!(fitting)));
        }
    }
    made
}

pub(super) fn integers(schemas: &Conjunction<'_>) -> Vec<Instance> {
    let format = schemas.all("format").find_map(Value::as_str);
    let (mut least, mut most) = match format {
        Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Some("int8") => (-128, 127),
        Some("int16") => (-32768, 32767),
        Some("uint8") => (0, 255),
        Some("uint16") => (0, 65535),
        Some("uint32") => (0, i128::from(u32::MAX)),
        Some("uint64") => (0, i128::from(u64::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    let (low, high) = bounds(schemas);
    // Beyond 64 bits a description only says that there is no bound.
    least = least.max(low.map_or(least, |low| low.ceil() as i128));
    most = most.min(high.map_or(most, |high| high.floor() as i128));
    let step = schemas.all("multipleOf").find_map(Value::as_i64).map_or(1, i128::from).max(1);
    let mut made = Vec::new();
    for candidate in [7, 1, least, most, 0, -3, 9_007_199_254_740_993] {
        let value = candidate.div_euclid(step) * step;
        let value = if value < least { value + step } else { value };
        let known = made.iter().any(|(known, _)| *known == value);
        if let Some(number) = Number::from_i128(value).filter(|_| !known && least <= value && value <= most) {
            made.push((value, Instance::new(format!("integer {number}"), Value::Number(number))));
        }
    }
    let with_a_fraction = made.iter().map(|(value, _)| *value).find(|value| value.abs() < 1 << 50);
    let mut made: Vec<Instance> = made.into_iter().map(|(_, instance)| instance).collect();
    made.extend(with_a_fraction.map(|value| Instance::new("integer with .0", json!(value as f64))));
    made
}

pub(super) fn numbers(schemas: &Conjunction<'_>) -> Vec<Instance> {
    let (low, high) = bounds(schemas);
    let (low, high) = (low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX));
    let steps: Vec<f64> = schemas.all("multipleOf").filter_map(Value::as_f64).collect();
    let is_double = !schemas.all("format").any(|format| format == "float");
    let middle = if low > f64::MIN { low + 0.5 } else { high.min(1e6) - 0.5 };
    let mut made = Vec::new();
    for value in [json!(1.5), json!(3), json!(-0.25), json!(low), json!(high), json!(middle), json!(0.1), json!(1e21)] {
        let float = value.as_f64().unwrap_or_default();
        let fits =
            low <= float && float <= high && float.abs() < 1e300 && (is_double || f64::from(float as f32) == float);
        if fits
            && steps.iter().all(|step| (float / step).fract() == 0.0)
            && !made.iter().any(|it: &Instance| it.value == value)
        {
            made.push(Instance::new(format!("number {value}"), value));
        }
    }
    made
}

/// Exclusive ones are moved by one, which keeps them right for integers and within for numbers.
fn bounds(schemas: &Conjunction<'_>) -> (Option<f64>, Option<f64>) {
    let bound = |keyword: &str, exclusive: &str, step: f64| {
        let of_part = move |part: &&serde_json::Map<String, Value>| {
            let plain = part.get(keyword).and_then(Value::as_f64);
            match part.get(exclusive) {
                Some(Value::Bool(true)) => plain.map(|bound| bound + step),
                Some(Value::Number(bound)) => bound.as_f64().map(|bound| bound + step),
                _ => plain,
            }
        };
        schemas.parts.iter().filter_map(of_part).collect::<Vec<f64>>()
    };
    let low = bound("minimum", "exclusiveMinimum", 1.0).into_iter().reduce(f64::max);
    let high = bound("maximum", "exclusiveMaximum", -1.0).into_iter().reduce(f64::min);
    (low, high)
}

/// Of a schema that allows anything.
pub(super) fn anything() -> Vec<Instance> {
    let values = [json!("text"), json!(7), json!(1.5), json!(true), json!([1, "x", null]), json!({"a": {"b": [1.0]}})];
    values.into_iter().map(|value| Instance::new(format!("any {value}"), value)).collect()
}
