//! A browser, driven from outside (WebDriver, by thirtyfour). Enters: what a person would do. Leaves: what a person would see. What the page is
//! about is not its business.

use std::process::Stdio;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use thirtyfour::cdp::domains::emulation::{MediaFeature, SetEmulatedMedia};
use thirtyfour::cdp::domains::network::NetworkConditions;
use thirtyfour::cdp::domains::page::{CaptureScreenshot, ImageFormat};
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long something may take to be seen.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const GLANCE: Duration = Duration::from_millis(25);

/// How often the program that opens browsers is started until it has a port.
const ATTEMPTS: usize = 5;

/// Of pictures, in per cent: text shows no traces.
const QUALITY: u32 = 90;

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
        // It takes a free port of IPv6 and then the same of IPv4, which may be in use: then it ends.
        for _ in 0..ATTEMPTS {
            if let Some(driver) = Self::attempt(program).await {
                return driver;
            }
        }
        panic!("{program} found no port in {ATTEMPTS} attempts");
    }

    /// `None` where it ended before it had a port.
    async fn attempt(program: &str) -> Option<Self> {
        let mut command = Command::new(program);
        let mut child =
            command.arg("--port=0").stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("chromedriver");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        while let Some(line) = lines.next_line().await.expect("a line") {
            if let Some((_, port)) = line.split_once("successfully on port ") {
                let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                return Some(Self { child, url });
            }
        }
        None
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
        let mut chrome = DesiredCapabilities::chrome();
        chrome.add_experimental_option("args", arguments).expect("options");
        Window(WebDriver::new(&self.url, chrome).await.expect("a browser"))
    }

    pub(crate) async fn end(mut self) {
        self.child.kill().await.expect("chromedriver ends");
    }
}

/// A browser with one page.
#[derive(Clone, Debug)]
pub(crate) struct Window(WebDriver);

impl Window {
    pub(crate) async fn close(self) {
        // What has gone already is closed.
        drop(self.0.quit().await);
    }

    pub(crate) async fn open(&self, url: &str) {
        self.0.goto(url).await.expect("a page");
    }

    pub(crate) async fn reload(&self) {
        self.0.refresh().await.expect("a page");
    }

    /// What a script gives that ends with `return`.
    pub(crate) async fn run(&self, script: &str) -> Value {
        match self.0.execute(script, []).await {
            Ok(given) => given.json().clone(),
            Err(error) => panic!("{script}: {error}"),
        }
    }

    /// The value of an expression.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression})")).await
    }

    /// The texts of all such elements.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let texts = self.value(&format!("[...document.querySelectorAll({css:?})].map(it => it.innerText)")).await;
        serde_json::from_value(texts).expect("texts")
    }

    /// Waits until an expression holds.
    pub(crate) async fn until(&self, expression: &str) {
        let mut looks = ElementPollerWithTimeout::new(PATIENCE, GLANCE);
        while self.value(&format!("Boolean({expression})")).await != true {
            if !looks.tick().await {
                let seen = self.texts("body").await.concat();
                panic!("this does not come to hold: {expression}\nThe page says:\n{seen}");
            }
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

    async fn element(&self, css: &str) -> WebElement {
        self.0.find(By::Css(css)).await.expect("an element")
    }

    pub(crate) async fn click(&self, css: &str) {
        self.until_seen(css).await;
        self.element(css).await.click().await.expect("a click");
    }

    /// Types into an element; a file chooser is given a path.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        self.element(css).await.send_keys(text).await.expect("typed");
    }

    pub(crate) async fn clear(&self, css: &str) {
        self.element(css).await.clear().await.expect("cleared");
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let active = self.0.active_element().await.expect("an element");
        active.send_keys(keys).await.expect("typed");
    }

    /// Lets the screen be so large.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let devtools = self.0.cdp();
        devtools.emulation().set_device_metrics_override(width, height, 1.0, width < 600).await.expect("a screen");
    }

    /// Lets the person prefer light or dark, and no motion.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let feature = |name: &str, value: &str| MediaFeature { name: name.to_owned(), value: value.to_owned() };
        let features = vec![feature("prefers-color-scheme", scheme), feature("prefers-reduced-motion", "reduce")];
        let media = SetEmulatedMedia { media: None, features: Some(features) };
        self.0.cdp().send(media).await.expect("a preference");
    }

    /// Another page of the same browser, which takes the place of the one before.
    pub(crate) async fn other(&self) {
        let page = self.0.new_tab().await.expect("a page");
        self.0.switch_to_window(page).await.expect("a page");
    }

    /// The texts of what the page has stored of what it has read.
    pub(crate) async fn stored(&self) -> Value {
        let script = "return new Promise((done, fail) => {
            const open = indexedDB.open('user-chat cache');
            open.onerror = () => fail(open.error);
            open.onsuccess = () => {
                const all = open.result.transaction('responses').objectStore('responses').getAll();
                all.onsuccess = () => { open.result.close(); done(all.result.map(it => new TextDecoder().decode(it))) };
            };
        })";
        self.run(script).await
    }

    /// Waits until what the page has stored has this in it.
    pub(crate) async fn until_stored(&self, text: &str) {
        let mut looks = ElementPollerWithTimeout::new(PATIENCE, GLANCE);
        while !self.stored().await.to_string().contains(text) {
            assert!(looks.tick().await, "{text:?} is not stored");
        }
    }

    /// Takes the network away, or gives it back.
    pub(crate) async fn offline(&self, offline: bool) {
        let conditions = NetworkConditions { offline, ..NetworkConditions::default() };
        let devtools = self.0.cdp();
        // Chromium heeds conditions only where it tells of the network.
        devtools.network().enable().await.expect("a network");
        devtools.network().emulate_network_conditions(conditions).await.expect("a network");
    }

    /// The screen as WebP.
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        let (format, quality) = (Some(ImageFormat::Webp), Some(QUALITY));
        let asked = CaptureScreenshot { format, quality, capture_beyond_viewport: None };
        let taken = self.0.cdp().send(asked).await.expect("a picture");
        BASE64_STANDARD.decode(taken.data).expect("base64")
    }
}
