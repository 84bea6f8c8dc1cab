//! The words themselves.

/// Every word that could be in the way of a name.
pub(super) fn words() -> Vec<String> {
    let letters = ('a'..='z').flat_map(|letter| [letter.to_string(), format!("{letter}1")]);
    let capitals = ["A", "Q", "S3", "T", "E", "K", "V"].into_iter().map(str::to_owned);
    let lists = [KEYWORDS, PRELUDE, MACROS, PRIMITIVES, METHODS, ASSOCIATED, INSIDES];
    let listed = lists.into_iter().flat_map(str::split_whitespace).chain(ODD.iter().copied()).map(str::to_owned);
    let mut words: Vec<String> = letters.chain(capitals).chain(listed).collect();
    words.sort();
    words.dedup();
    words
}

/// Strict, reserved and weak, of all editions.
const KEYWORDS: &str = "\
    Self abstract as async auto await become box break const continue crate default do dyn else enum extern false \
    final fn for gen if impl in let loop macro macro_rules match mod move mut override priv pub raw ref return safe \
    self static struct super trait true try type typeof union unsafe unsized use virtual where while yield 'static \
    r#type _";

/// Types, traits, variants and modules that are in scope or usual.
const PRELUDE: &str = "\
    AsMut AsRef AsyncFn BTreeMap Box Clone Copy Debug Default Deserialize Display DoubleEndedIterator Drop Eq Err \
    Error ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator FromStr Future Hash HashMap Infallible Into \
    IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Pin Result Send Serialize Sized Some \
    Stream String Sync ToOwned ToString TryFrom TryInto Unpin Vec alloc core drop http serde std";

const MACROS: &str = "\
    assert assert_eq cfg compile_error concat dbg deprecated derive doc env format include_str line matches must_use \
    non_exhaustive panic println stringify todo vec write";

const PRIMITIVES: &str = "bool char f32 f64 i32 i64 isize never slice str u128 u8 usize";

/// Methods of traits that generated types have, and of operators.
const METHODS: &str = "\
    add as_ref as_str as_i64 bitand borrow by_ref clone clone_from clone_into cmp deref deserialize div eq fmt from \
    from_str ge get gt hash index into into_future into_iter is_empty iter le len lt max min mul ne neg next not \
    partial_cmp poll rem serialize shl sub to_owned to_string try_from try_into type_id";

const ASSOCIATED: &str = "Item IntoIter Output Owned Target Success Failure Headers Value";

/// What the runtime and the generated code call their own things.
const INSIDES: &str = "\
    API Base64 Body Bytes Call Client ClientBuilder Date DateTime Decode Decoder Encode General Items Json Maybe \
    Operation Pages Part Response Scheme Secret Spec USUAL Unknown Uuid additional api api_key apply base_url basic \
    bearer body build builder bytes call call_mut client clientwright_runtime close codec con cookie deadline decode \
    encode error extra file files form formatter handle header headers index.html inner input into_call items json key \
    lib list main map name new nul null options options_mut pages parse part path previous_items previous_pages \
    private query reader record request response retry rt security send set shape spec text timeout transport types \
    unknown url vacant value view visit writer";

/// What is hardly a word: beyond ASCII, digits first, nothing that is left, differing in case only.
const ODD: &[&str] = &[
    "",
    " ",
    "$",
    "'",
    "-",
    "--",
    "---",
    ".",
    "..",
    "/",
    "0",
    "1",
    "1st",
    "24h",
    "2fa",
    "\"",
    "\\",
    "\u{200b}",
    "\u{7f}",
    "a b",
    "a-b",
    "a.b",
    "aB",
    "a_b",
    "AB",
    "Ab",
    "ab",
    "-created",
    "+created",
    "created",
    "user",
    "User",
    "USER",
    "uSER",
    "user_",
    "user__input",
    "UserInput",
    "naïve",
    "Größe",
    "groesse",
    "日本",
    "日本語",
    "🦀",
    "crab",
    "Ω",
    "é",
    "e\u{301}",
    "__proto__",
    "constructor",
    "C++",
    "C#",
    "C",
    "{}",
    "{0}",
    "%s",
    "n1",
];
