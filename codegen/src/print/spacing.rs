//! Empty lines between the members of an item.
//!
//! An item is laid out without its members, then with each of them alone; what that adds is the member. So an empty line is put where
//! the structure asks for one, whatever the texts say.

/// An item with its members apart where that helps to read them.
pub(super) fn item(item: &syn::Item) -> String {
    let members = match item {
        syn::Item::Impl(block) => of_impl(block),
        syn::Item::Struct(strukt) if matches!(strukt.fields, syn::Fields::Named(_)) => of_struct(strukt),
        syn::Item::Enum(list) => of_enum(list),
        _ => Vec::new(),
    };
    match members.as_slice() {
        [] | [_] => unparsed(item.clone()),
        members => assembled(item, members).unwrap_or_else(|| unparsed(item.clone())),
    }
}

/// A member alone in its item, and whether an empty line stands before it.
struct Member {
    alone: syn::Item,
    apart: bool,
}

/// Functions of an `impl` are apart.
fn of_impl(block: &syn::ItemImpl) -> Vec<Member> {
    let shell = syn::ItemImpl { attrs: Vec::new(), items: Vec::new(), ..block.clone() };
    let member = |(index, member): (usize, &syn::ImplItem)| Member {
        alone: syn::Item::Impl(syn::ItemImpl { items: vec![member.clone()], ..shell.clone() }),
        apart: index > 0 && matches!(member, syn::ImplItem::Fn(_)),
    };
    block.items.iter().enumerate().map(member).collect()
}

/// Fields are apart where one of them is documented.
fn of_struct(strukt: &syn::ItemStruct) -> Vec<Member> {
    let shell = syn::ItemStruct { attrs: Vec::new(), fields: syn::Fields::Unit, ..strukt.clone() };
    let mut members: Vec<Member> = Vec::new();
    let mut previous_documented = false;
    for field in &strukt.fields {
        let named = syn::punctuated::Punctuated::from_iter([field.clone()]);
        let fields = syn::Fields::Named(syn::FieldsNamed { brace_token: syn::token::Brace::default(), named });
        let documented = !field.attrs.is_empty();
        let apart = !members.is_empty() && (documented || previous_documented);
        previous_documented = documented;
        members.push(Member { alone: syn::Item::Struct(syn::ItemStruct { fields, ..shell.clone() }), apart });
    }
    members
}

/// Variants are apart where one of them has more to say than a line.
fn of_enum(list: &syn::ItemEnum) -> Vec<Member> {
    let shell = syn::ItemEnum { attrs: Vec::new(), variants: syn::punctuated::Punctuated::new(), ..list.clone() };
    let paragraphs = list.variants.iter().any(|variant| variant.attrs.len() > 1);
    let member = |(index, variant): (usize, &syn::Variant)| Member {
        alone: syn::Item::Enum(syn::ItemEnum { variants: [variant.clone()].into_iter().collect(), ..shell.clone() }),
        apart: index > 0 && paragraphs && !variant.attrs.is_empty(),
    };
    list.variants.iter().enumerate().map(member).collect()
}

/// The text of an item from its text without members and what each member adds; none where an item is laid out otherwise when it
/// has no members.
fn assembled(item: &syn::Item, members: &[Member]) -> Option<String> {
    let documented = unparsed(emptied(item.clone()));
    let bare = unparsed(emptied(members.first()?.alone.clone()));
    let head = bare.strip_suffix(CLOSE)?;
    let mut text = format!("{}\n", documented.strip_suffix(CLOSE)?);
    for member in members {
        if member.apart {
            text.push('\n');
        }
        text.push_str(unparsed(member.alone.clone()).strip_prefix(head)?.strip_prefix('\n')?.strip_suffix(CLOSE)?);
    }
    Some(text + CLOSE)
}

/// How an item with members ends.
const CLOSE: &str = "}\n";

fn emptied(mut item: syn::Item) -> syn::Item {
    match &mut item {
        syn::Item::Impl(block) => block.items.clear(),
        syn::Item::Enum(list) => list.variants.clear(),
        syn::Item::Struct(syn::ItemStruct { fields: syn::Fields::Named(fields), .. }) => fields.named.clear(),
        _ => {}
    }
    item
}

fn unparsed(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}
