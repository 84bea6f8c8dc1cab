//! What becomes of HTML, written as CommonMark.

use super::markdown::{self, markdown};

/// A text and what becomes of it.
const CASES: &[(&str, &str)] = &[
    (
        "<p>Waits for one\ntwo.</p><ul><li>first</li><li>see <a href=\"https://example.com/x\">here</a></li></ul><br>The \
         <code>n</code> counts.",
        "Waits for one two.\n\n* first\n* see [here](https://example.com/x)\n\nThe `n` counts.",
    ),
    ("plain **bold** and `code`", "plain **bold** and `code`"),
    ("a List<String> of Map<String, Vec<u8>>", "a List\\<String> of Map\\<String, Vec\\<u8>>"),
    ("if a<b and c>d", "if a\\<b and c>d"),
    ("1 < 2 && 3 > 2", "1 \\< 2 && 3 > 2"),
    ("<b>never closed", "\\<b>never closed"),
    ("x <b>bold</b>, <i>slanted</i>, <del>gone</del> y", "x **bold**, *slanted*, ~~gone~~ y"),
    ("<h2 class=\"x\">Head</h2>text<br/>next<br><br>last", "## Head\n\ntext\\\nnext\n\nlast"),
    ("<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>", "1. one\n   * deep\n1. two"),
    ("<ul>\n\n  <li>a</li>\n\n    <li>b</li>\n</ul>", "* a\n* b"),
    ("<ul><li>a<li>b</ul>after", "* a\n* b\n\nafter"),
    ("<li>alone", "* alone"),
    ("<pre><code>let x = 1 &lt; 2;\n  two</code></pre>", "```text\nlet x = 1 < 2;\n  two\n```"),
    ("<table><tr><th>A</th><th>B</th></tr><tr><td>1<br>2</td></tr></table>", "|A|B|\n|-|-|\n|1 2|"),
    ("<table><tbody><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>", "|1||\n|-|-|\n|2|3|"),
    ("<p>&lt;tag&gt; &amp; &nbsp;&eacute; &copy; &#65;</p>", "\\<tag> & é © A"),
    ("10<sup>3</sup> H<sub>2</sub>O", "10^3 H2O"),
    ("<p>a *star* and a_b</p>", "a \\*star\\* and a_b"),
    ("<!-- nobody -->seen", "seen"),
    ("<div>a</div><div>b</div>", "a\n\nb"),
    ("<a href=\"javascript:alert(1)\">x</a> and <a href='/docs'>y</a>", "x and [y](/docs)"),
    ("<p>see https://example.com/a.</p>", "see <https://example.com/a>."),
    ("text\n\n<p>block</p>\n\n* item\n* other <b>b</b>", "text\n\nblock\n\n* item\n* other **b**"),
    ("* a<br>b\n* c", "* a\\\n  b\n* c"),
    ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\n\nMeaning"),
    ("<blockquote>said</blockquote>so", ">\n > said\n\nso"),
    ("this & that, &amp;lt;", "this & that, &amp;lt;"),
    ("> said", ">\n > said"),
    ("<img src=\"x.png\" alt=\"a picture\"> here", "a picture here"),
    ("<script>injected()</script>", "\\<script>injected()\\</script>"),
    ("`<b>` stays", "`<b>` stays"),
    ("<p>one</p><p>two</p>\n\nthree `x`", "one\n\ntwo\n\nthree `x`"),
    ("</p></ul></td>", ""),
];

#[test]
fn html_becomes_markdown() {
    let differing: Vec<_> = CASES
        .iter()
        .map(|(html, expected)| (html, expected, markdown(html)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(html, expected, found)| format!("{html:?}\n  expected {expected:?}\n  found    {found:?}"))
        .collect();
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

/// Whatever is opened and closed in whatever order, events nest, and what is written is read back without HTML.
#[test]
fn tags_in_any_order_nest() {
    let pieces = [
        "<p>",
        "</p>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "<b>",
        "</b>",
        "<a href=\"https://a.example\">",
        "</a>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<br>",
        "<h1>",
        "</h1>",
        "\n\n",
        "* x\n",
        "> ",
        "word ",
        "**",
        "`",
        "<blockquote>",
        "|a|b|\n|-|-|\n",
        "# ",
        "\n",
        "    ",
        "&lt;",
    ];
    let mut seed: u64 = 7;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits")
    };
    for _ in 0..20_000 {
        let count = next() % 12;
        let text: String = (0..count).map(|_| pieces[next() % pieces.len()]).collect();
        let mut open = Vec::new();
        for event in markdown::events(&text) {
            match event {
                pulldown_cmark::Event::Start(tag) => open.push(tag.to_end()),
                pulldown_cmark::Event::End(end) => assert_eq!(open.pop(), Some(end), "{text:?}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "{text:?} leaves {open:?}");
        markdown(&text);
    }
}

#[test]
fn very_deep_elements_end() {
    for tag in ["<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<p>", "<div>"] {
        let text = format!("{}x{}", tag.repeat(20_000), "</b>");
        assert!(markdown(&text).contains('x'));
    }
}
