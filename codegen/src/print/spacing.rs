//! Empty lines between the members of an item.
//!
//! An item is laid out without its members, then with each of them alone; what that adds is the member. So an empty line is put where
//! the structure asks for one, whatever the texts say.

use std::mem::take;

use syn::punctuated::Punctuated;

/// An item with its members apart where that helps to read them.
pub(super) fn item(item: syn::Item) -> String {
    let mut file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let members = match &file.items[0] {
        syn::Item::Impl(block) => of_impl(block),
        syn::Item::Struct(syn::ItemStruct { fields: syn::Fields::Named(fields), .. }) => {
            of_fields(&fields.named.iter().map(|field| field.attrs.len()).collect::<Vec<_>>())
        }
        syn::Item::Enum(list) => {
            of_variants(&list.variants.iter().map(|variant| variant.attrs.len()).collect::<Vec<_>>())
        }
        _ => Vec::new(),
    };
    match members.as_slice() {
        [] | [_] => prettyplease::unparse(&file),
        apart => assembled(&mut file, apart),
    }
}

/// Whether each of the members has an empty line before it: functions are apart.
fn of_impl(block: &syn::ItemImpl) -> Vec<bool> {
    let apart = |(index, member): (usize, &syn::ImplItem)| index > 0 && matches!(member, syn::ImplItem::Fn(_));
    block.items.iter().enumerate().map(apart).collect()
}

/// Fields, by how many attributes each has, are apart where one of them has more to say than a line.
pub(super) fn of_fields(attributes: &[usize]) -> Vec<bool> {
    let apart = |index: usize| index > 0 && (attributes[index] > 1 || attributes[index - 1] > 1);
    (0..attributes.len()).map(apart).collect()
}

/// Variants, by how many attributes each has, are apart where one of them has more to say than a line.
pub(super) fn of_variants(attributes: &[usize]) -> Vec<bool> {
    let paragraphs = attributes.iter().any(|count| *count > 1);
    attributes.iter().enumerate().map(|(index, count)| index > 0 && paragraphs && *count > 0).collect()
}

/// The text of an item from its text without members and what each member adds to one without attributes.
fn assembled(file: &mut syn::File, apart: &[bool]) -> String {
    let members = Members::of(&mut file.items[0]);
    let mut text = head(file);
    text.push('\n');
    attributes(&mut file.items[0]).clear();
    let shell = head(file);
    let mut add = |file: &syn::File, index: usize| {
        if apart[index] {
            text.push('\n');
        }
        let alone = prettyplease::unparse(file);
        let added = alone.strip_prefix(&shell).and_then(|added| added.strip_prefix('\n')?.strip_suffix(CLOSE));
        text.push_str(added.expect("an item is laid out around its members as it is without them"));
    };
    match members {
        Members::Functions(functions) => {
            for (index, function) in functions.into_iter().enumerate() {
                if let syn::Item::Impl(block) = &mut file.items[0] {
                    block.items = vec![function];
                }
                add(file, index);
            }
        }
        Members::Fields(fields) => {
            for (index, field) in fields.into_iter().enumerate() {
                if let syn::Item::Struct(syn::ItemStruct { fields: syn::Fields::Named(fields), .. }) =
                    &mut file.items[0]
                {
                    fields.named = Punctuated::from_iter([field]);
                }
                add(file, index);
            }
        }
        Members::Variants(variants) => {
            for (index, variant) in variants.into_iter().enumerate() {
                if let syn::Item::Enum(list) = &mut file.items[0] {
                    list.variants = Punctuated::from_iter([variant]);
                }
                add(file, index);
            }
        }
        Members::None => {}
    }
    text + CLOSE
}

/// The members of an item.
enum Members {
    Functions(Vec<syn::ImplItem>),
    Fields(Punctuated<syn::Field, syn::Token![,]>),
    Variants(Punctuated<syn::Variant, syn::Token![,]>),
    None,
}

impl Members {
    /// Takes them out of an item.
    fn of(item: &mut syn::Item) -> Self {
        match item {
            syn::Item::Impl(block) => Self::Functions(take(&mut block.items)),
            syn::Item::Struct(syn::ItemStruct { fields: syn::Fields::Named(fields), .. }) => {
                Self::Fields(take(&mut fields.named))
            }
            syn::Item::Enum(list) => Self::Variants(take(&mut list.variants)),
            _ => Self::None,
        }
    }
}

fn attributes(item: &mut syn::Item) -> &mut Vec<syn::Attribute> {
    match item {
        syn::Item::Impl(block) => &mut block.attrs,
        syn::Item::Struct(strukt) => &mut strukt.attrs,
        syn::Item::Enum(list) => &mut list.attrs,
        _ => unreachable!("other items have no members"),
    }
}

/// How an item with members ends.
const CLOSE: &str = "}\n";

/// What an item without members is up to its end.
fn head(file: &syn::File) -> String {
    let mut text = prettyplease::unparse(file);
    text.truncate(text.len() - CLOSE.len());
    text
}
