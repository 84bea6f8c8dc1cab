//! The requests that the TypeSpec HTTP scenarios expect: styles, encodings and multipart bodies, from their OpenAPI form.
//!
//! The data stands beside the repository (`CLIENTWRIGHT_CONFORMANCE` names another place); without it the tests say so
//! and pass. Each parameter gets a value of its schema's shape, and the request must be the one of the scenario.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use bytes::Bytes;
use clientwright_runtime::private as rt;
use futures_util::{TryStreamExt, stream};
use rt::{Call, Param, Part, PartSpec, Spec, Style};
use serde_json::{Value, json};

use crate::support;

/// One request of a scenario, with the operation that makes it.
struct Case {
    scenario: String,
    document: Value,
    path: String,
    operation: Value,
    uri: String,
    expected: Value,
}

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("CLIENTWRIGHT_CONFORMANCE").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let folder = named.unwrap_or_else(beside).join("spector");
    if folder.join("manifest.tsv").is_file() {
        return Some(folder);
    }
    println!("skipped: no scenarios at {}", folder.display());
    None
}

/// The expressible cases of the scenarios whose names begin so.
fn cases(prefixes: &[&str]) -> Option<Vec<Case>> {
    let folder = folder()?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the data is whole");
    let mocks: Value = serde_json::from_str(&read("mock-expectations.json")).expect("JSON");
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    let mut cases = Vec::new();
    for line in read("manifest.tsv").lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [scenario, _, path, file, operation_id, _, class, ..] = columns[..] else {
            panic!("a row of the manifest")
        };
        if class == "no" || !prefixes.iter().any(|prefix| scenario.starts_with(prefix)) {
            continue;
        }
        let file = file.replacen("openapi/", "openapi-3.0/", 1);
        let document =
            documents.entry(file).or_insert_with_key(|file| serde_yaml::from_str(&read(file)).expect("YAML"));
        let operations = document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
            item.as_object().into_iter().flat_map(move |item| item.values().map(move |operation| (path, operation)))
        });
        let found = operations.into_iter().find(|(_, operation)| operation["operationId"] == operation_id);
        let Some((found, operation)) = found else { panic!("{scenario}: no operation {operation_id}") };
        for api in mocks[scenario]["apis"].as_array().into_iter().flatten() {
            let uri = api["uri"].as_str().expect("a scenario has a URI");
            if !path.contains('{') && !path.is_empty() && path != uri {
                continue; // One scenario, several operations: each row of the manifest takes its own.
            }
            cases.push(Case {
                scenario: scenario.to_owned(),
                document: document.clone(),
                path: if path.is_empty() { found.clone() } else { path.to_owned() },
                operation: operation.clone(),
                uri: uri.to_owned(),
                expected: api["request"].clone(),
            });
        }
    }
    Some(cases)
}

impl Case {
    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(pointer) = value["$ref"].as_str() {
            value = self.document.pointer(pointer.trim_start_matches('#')).expect("references resolve");
        }
        value
    }

    /// What the wire must carry for a parameter, as text.
    fn carried(&self, place: &str, name: &str) -> Option<String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let values = match place {
            "path" => return self.in_path(name),
            "query" => &self.expected["query"],
            _ => &self.expected["headers"],
        };
        let value = values.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1;
        Some(value.as_array().map_or_else(|| text(value), |items| items.iter().map(text).collect::<Vec<_>>().join(",")))
    }

    /// The segment at which the template has the parameter.
    fn in_path(&self, name: &str) -> Option<String> {
        let hole = format!("{{{name}}}");
        let mut pairs = self.path.split('/').rev().zip(self.uri.split('/').rev());
        let (template, segment) = pairs.find(|(template, _)| template.contains(&hole))?;
        segment.strip_prefix(template.split('{').next()?).map(str::to_owned)
    }

    /// A value of the schema's shape whose serialization must give what is carried.
    fn value(&self, place: &str, parameter: &Value) -> Option<Value> {
        let name = parameter["name"].as_str()?;
        let schema = self.resolve(&parameter["schema"]);
        let is_route = self.scenario.starts_with("Routes_");
        match (schema["type"].as_str(), self.carried(place, name)) {
            (Some("array"), _) if is_route => Some(json!(["a", "b"])),
            (Some("object"), _) if self.scenario.ends_with("model") => {
                Some(json!({"field": "status", "value": "active"}))
            }
            (Some("object"), _) if is_route => Some(json!({"a": 1, "b": 2})),
            (_, _) if is_route && place == "path" => Some(json!("a")),
            (Some("array"), Some(carried)) => Some(carried.split([',', '|', ' ']).map(Value::from).collect()),
            (Some("number"), Some(carried)) => Some(json!(carried.parse::<f64>().ok()?)),
            (_, Some(carried)) => Some(Value::from(carried)),
            (_, None) => None,
        }
    }

    fn spec(&self) -> Spec {
        let params: Vec<Param> = self.parameters().into_iter().map(|(_, parameter)| param(&parameter)).collect();
        Spec { params: params.leak(), ..Spec::get("case", self.path.clone().leak()) }
    }

    fn parameters(&self) -> Vec<(String, Value)> {
        let parameters = self.operation["parameters"].as_array().into_iter().flatten();
        let resolved = parameters.map(|parameter| self.resolve(parameter).clone());
        resolved.map(|parameter| (parameter["in"].as_str().unwrap_or_default().to_owned(), parameter)).collect()
    }

    fn call(&self) -> Call {
        let mut call = support::call(Box::leak(Box::new(self.spec())));
        for (place, parameter) in self.parameters() {
            let name: &'static str = parameter["name"].as_str().expect("parameters have names").to_owned().leak();
            let Some(value) = self.value(&place, &parameter) else { continue };
            call = match place.as_str() {
                "path" => call.path(name, &value),
                "query" => call.query(name, &value),
                "header" => call.header(name, &value),
                other => panic!("{}: a parameter in {other}", self.scenario),
            };
        }
        call
    }
}

fn param(parameter: &Value) -> Param {
    let name = parameter["name"].as_str().unwrap_or_default().to_owned().leak();
    let param = match parameter["in"].as_str() {
        Some("path") => Param::path(name),
        Some("query") => Param::query(name),
        _ => Param::header(name),
    };
    let param = match parameter["style"].as_str() {
        Some("label") => param.style(Style::Label),
        Some("matrix") => param.style(Style::Matrix),
        Some("spaceDelimited") => param.style(Style::SpaceDelimited),
        Some("pipeDelimited") => param.style(Style::PipeDelimited),
        _ => param,
    };
    parameter["explode"].as_bool().map_or(param, |explode| param.explode(explode))
}

#[test]
fn parameters_arrive_as_the_scenarios_expect() {
    let Some(cases) = cases(&["Routes_", "Parameters_", "Encode_Bytes_", "Encode_Datetime_", "Encode_Duration_"])
    else {
        return;
    };
    let mut judged = 0;
    for case in &cases {
        let request = case.call().request().unwrap_or_else(|failure| panic!("{}: {failure}", case.scenario));
        let path = request.uri().path().strip_prefix("/base");
        assert_eq!(path, Some(case.uri.as_str()), "{}", case.scenario);

        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned() {
            found.entry(name).or_default().push(value);
        }
        let expected = case.expected["query"].as_object().into_iter().flatten();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let expected: BTreeMap<String, Vec<String>> = expected
            .map(|(name, value)| {
                (
                    name.clone(),
                    value.as_array().map_or_else(|| vec![text(value)], |items| items.iter().map(text).collect()),
                )
            })
            .collect();
        assert_eq!(found, expected, "{}", case.scenario);
        judged += usize::from(!expected.is_empty() || case.path.contains('{'));

        for (place, parameter) in case.parameters() {
            let name = parameter["name"].as_str().unwrap_or_default();
            if place == "header"
                && let Some(expected) = case.carried("header", name)
            {
                assert_eq!(request.headers()[name], expected.as_str(), "{}", case.scenario);
                judged += 1;
            }
        }
    }
    println!("{judged} of {} requests had parameters to judge", cases.len());
    assert!(judged > 100, "the data has become thin: {judged}");
}

#[tokio::test]
async fn multipart_bodies_arrive_as_the_scenarios_expect() {
    let Some(cases) = cases(&["Payload_MultiPart_"]) else { return };
    for case in &cases {
        let media = &case.operation["requestBody"]["content"]["multipart/form-data"];
        let encoding = media["encoding"].as_object().into_iter().flatten();
        let parts: Vec<PartSpec> = encoding
            .map(|(name, encoding)| {
                let types = encoding["contentType"].as_str().into_iter().flat_map(|types| types.split(", "));
                let types: Vec<&'static str> = types.map(|media_type| &*media_type.to_owned().leak()).collect();
                PartSpec::new(name.clone().leak(), types.leak())
            })
            .collect();
        let spec = Spec { parts: parts.leak(), body: "multipart/form-data", ..Spec::post("case", "/") };
        let mut call = support::call(Box::leak(Box::new(spec)));
        let body = &case.expected["body"];
        for (name, value) in body["parts"].as_object().into_iter().flatten() {
            call = call.part(name, value);
        }
        let files: Vec<&Value> = body["files"].as_array().into_iter().flatten().collect();
        let mut names: Vec<&str> = files.iter().filter_map(|file| file["fieldname"].as_str()).collect();
        names.dedup();
        for name in names {
            let of_name = files.iter().filter(|file| file["fieldname"] == name);
            call = call.files(name, of_name.map(|file| part(file)).collect());
        }
        check(case, call, &files).await;
    }
    assert!(cases.len() >= 17, "the data has become thin: {}", cases.len());
}

fn content(file: &Value) -> Vec<u8> {
    let text = file["buffer"]["$base64"].as_str().expect("a file has content");
    base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
}

/// A file as a user would hand it over: the type is said only where it is not the default.
fn part(file: &Value) -> Part {
    let part = Part::bytes(content(file)).file_name(file["originalname"].as_str().unwrap_or_default());
    match file["mimetype"].as_str() {
        None | Some("application/octet-stream") => part,
        Some(media_type) => part.content_type(media_type),
    }
}

async fn check(case: &Case, call: Call, files: &[&Value]) {
    let request = call.request().unwrap_or_else(|failure| panic!("{}: {failure}", case.scenario));
    let content_type = request.headers()["content-type"].to_str().expect("ASCII").to_owned();
    let chunks: Vec<Bytes> = request.into_body().into_stream().try_collect().await.expect("bytes do not fail");
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    let mut parser = multer::Multipart::new(stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>)), boundary);
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let mut left = files.iter();
    while let Some(field) = parser.next_field().await.expect("well formed") {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let text = field.text().await.expect("UTF-8");
            found.insert(name, serde_json::from_str(&text).unwrap_or(Value::String(text)));
            continue;
        };
        let file = left.next().unwrap_or_else(|| panic!("{}: a file too many", case.scenario));
        let media_type = field.content_type().map(ToString::to_string);
        assert_eq!(
            (Some(name.as_str()), Some(file_name.as_str())),
            (file["fieldname"].as_str(), file["originalname"].as_str())
        );
        assert_eq!(media_type.as_deref(), file["mimetype"].as_str(), "{}", case.scenario);
        assert_eq!(field.bytes().await.expect("whole"), content(file), "{}", case.scenario);
    }
    assert!(left.next().is_none(), "{}: a file is missing", case.scenario);
    let expected = case.expected["body"]["parts"].as_object().cloned().unwrap_or_default();
    assert_eq!(found, expected.into_iter().collect(), "{}", case.scenario);
}
