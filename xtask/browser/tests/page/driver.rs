//! A browser, driven from outside (WebDriver, <https://www.w3.org/TR/webdriver2>). Enters: what a person would do. Leaves: what a person would
//! see. What the page is about is not its business.

use std::process::Stdio;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long something may take to be seen.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const GLANCE: Duration = Duration::from_millis(25);
/// What WebDriver calls the id of an element by.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const SHIFT: &str = "\u{e008}";
pub(crate) const ESCAPE: &str = "\u{e00c}";

/// The program that opens browsers. It is ended by its handle.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    url: String,
}

impl Driver {
    pub(crate) async fn start(program: &str) -> Self {
        let mut command = Command::new(program);
        let mut child =
            command.arg("--port=0").stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("chromedriver");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let port = loop {
            let line = lines.next_line().await.expect("a line").expect("chromedriver says its port");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        Self { child, url: format!("http://127.0.0.1:{port}") }
    }

    /// A browser with nothing in it.
    pub(crate) async fn window(&self) -> Window {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1280,800",
            "--hide-scrollbars",
        ];
        let options = json!({ "args": arguments });
        let capabilities = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let session = ask(&format!("{}/session", self.url), Some(&capabilities)).await;
        Window { url: format!("{}/session/{}", self.url, session["sessionId"].as_str().expect("a session")) }
    }

    pub(crate) async fn end(mut self) {
        self.child.kill().await.expect("chromedriver ends");
    }
}

/// A browser with one page.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    url: String,
}

/// Makes a call; what it gives.
async fn ask(url: &str, body: Option<&Value>) -> Value {
    match tried(url, body).await {
        Ok(value) => value,
        Err(error) => panic!("{url}: {error}"),
    }
}

async fn tried(url: &str, body: Option<&Value>) -> Result<Value, String> {
    let client = reqwest::Client::new();
    let request = match body {
        Some(body) => client.post(url).header("content-type", "application/json").body(body.to_string()),
        None => client.get(url),
    };
    let response = request.send().await.map_err(|error| error.to_string())?;
    let is_success = response.status().is_success();
    let bytes = response.bytes().await.map_err(|error| error.to_string())?;
    let mut answer: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let value = answer["value"].take();
    if is_success { Ok(value) } else { Err(format!("{}: {}", value["error"], value["message"])) }
}

impl Window {
    pub(crate) async fn close(self) {
        // What has gone already is closed.
        drop(reqwest::Client::new().delete(&self.url).send().await);
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        ask(&format!("{}/{path}", self.url), Some(&body)).await
    }

    pub(crate) async fn open(&self, url: &str) {
        self.post("url", json!({ "url": url })).await;
    }

    pub(crate) async fn reload(&self) {
        self.post("refresh", json!({})).await;
    }

    /// What a script gives that ends with `return`.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.post("execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// The value of an expression.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression})")).await
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        let text = self.value(&format!("document.querySelector({css:?})?.innerText ?? ''")).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The texts of all such elements.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let texts = self.value(&format!("[...document.querySelectorAll({css:?})].map(it => it.innerText)")).await;
        serde_json::from_value(texts).expect("texts")
    }

    /// Waits until an expression holds.
    pub(crate) async fn until(&self, expression: &str) {
        let begun = Instant::now();
        while self.value(&format!("Boolean({expression})")).await != Value::Bool(true) {
            if begun.elapsed() > PATIENCE {
                let seen = self.text("body").await;
                panic!("this does not come to hold: {expression}\nThe page says:\n{seen}");
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until the text of an element has this in it.
    pub(crate) async fn until_text(&self, css: &str, text: &str) {
        self.until(&format!("document.querySelector({css:?})?.innerText.includes({text:?})")).await;
    }

    /// Waits until an element can be seen.
    pub(crate) async fn until_seen(&self, css: &str) {
        self.until(&format!("document.querySelector({css:?})?.checkVisibility()")).await;
    }

    /// Waits until the focus is on the element of this id.
    pub(crate) async fn until_focus(&self, id: &str) {
        self.until(&format!("document.activeElement?.id === {id:?}")).await;
    }

    async fn element(&self, css: &str) -> String {
        let found = self.post("element", json!({ "using": "css selector", "value": css })).await;
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    pub(crate) async fn click(&self, css: &str) {
        self.until_seen(css).await;
        let element = self.element(css).await;
        self.post(&format!("element/{element}/click"), json!({})).await;
    }

    /// Types into an element; a file chooser is given a path.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        self.post(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    pub(crate) async fn clear(&self, css: &str) {
        let element = self.element(css).await;
        self.post(&format!("element/{element}/clear"), json!({})).await;
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let active = ask(&format!("{}/element/active", self.url), None).await;
        let active = active[ELEMENT].as_str().expect("an element").to_owned();
        self.post(&format!("element/{active}/value"), json!({ "text": keys })).await;
    }

    /// A command of the Chrome DevTools Protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// Lets the screen be so large.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Lets the person prefer light or dark, and no motion.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Takes the network away, or gives it back.
    pub(crate) async fn offline(&self, is_offline: bool) {
        let conditions = json!({ "offline": is_offline, "latency": 0, "throughput": 100_000_000 });
        self.post("chromium/network_conditions", json!({ "network_conditions": conditions })).await;
    }

    /// The screen as a PNG.
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        let shot = ask(&format!("{}/screenshot", self.url), None).await;
        BASE64_STANDARD.decode(shot.as_str().expect("a picture")).expect("base64")
    }
}
