//! A struct: its fields, the constructor and setters of what is sent, and the table for the codec.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime, setter, usage};
use crate::facts::Form;
use crate::model::{Docs, Extra, Field, FieldKind, Literal, Struct, Type, TypeId};
use crate::names::Ident;

pub(super) const FILE: &str = "strukt.rs";

/// A field that Rust has, with all that is known of it.
struct Member<'a> {
    field: &'a Field,
    name: &'a Ident,
    null: Option<&'a Ident>,
    ty: &'a Type,
    form: Form,
    boxed: bool,
}

/// The items of one struct.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, strukt: &Struct) -> Vec<Item> {
    let members = members(scope, id, strukt);
    let mut items = vec![Item::Code(definition(scope, id, strukt, &members))];
    if scope.cx.facts.is_sent(id) {
        items.push(Item::Code(methods(scope, id, strukt, &members)));
    }
    items.push(Item::Table(table(scope, id, strukt, &members)));
    items
}

fn members<'a>(scope: &Scope<'a>, id: TypeId, strukt: &'a Struct) -> Vec<Member<'a>> {
    let names = scope.cx.names.ty(id);
    let member = |(index, field): (usize, &'a Field)| Member {
        field,
        name: &names.fields[index],
        null: names.nulls[index].as_ref(),
        ty: match &field.kind {
            // What comes in its place may be anything.
            FieldKind::Constant(_) => &Type::Any,
            FieldKind::Value { ty, .. } => ty,
        },
        form: scope.cx.facts.form(id, field),
        boxed: scope.cx.facts.is_boxed_field(id, index),
    };
    strukt.fields.iter().enumerate().map(member).collect()
}

/// The fields as Rust has them: for the reference.
pub(super) fn fields<'a>(scope: &Scope<'a>, id: TypeId, strukt: &'a Struct) -> Vec<(&'a Ident, TokenStream)> {
    let members = members(scope, id, strukt);
    members.iter().map(|member| (member.name, field_type(scope, member))).chain(extra(scope, id, strukt)).collect()
}

fn definition(scope: &Scope<'_>, id: TypeId, strukt: &Struct, members: &[Member<'_>]) -> TokenStream {
    let def = scope.cx.api.def(id);
    let name = &scope.cx.names.ty(id).ident;
    let docs = documentation::item(&def.docs);
    let default = scope.cx.facts.is_empty_by_default(id, strukt).then(|| quote!(Default,));
    let fields = members.iter().map(|member| {
        let docs = documentation::item(&docs_of(member.field));
        let (name, ty) = (member.name, field_type(scope, member));
        quote!(#docs pub #name: #ty)
    });
    let extra = extra(scope, id, strukt).map(|(name, ty)| {
        let docs = documentation::line("Keys that the description does not name.");
        quote!(#docs pub #name: #ty)
    });
    let fields = fields.chain(extra);
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// What there is to say about a field: of a constant, also what it is.
fn docs_of(field: &Field) -> Docs {
    let mut docs = field.docs.clone();
    match &field.kind {
        FieldKind::Constant(Literal::Text(text)) => docs.notes.push(format!("Always {}.", documentation::code(text))),
        FieldKind::Constant(Literal::Integer(integer)) => docs.notes.push(format!("Always `{integer}`.")),
        FieldKind::Constant(Literal::Bool(truth)) => docs.notes.push(format!("Always `{truth}`.")),
        FieldKind::Value { .. } => {}
    }
    docs
}

/// The map of extra keys and its type.
fn extra<'a>(scope: &Scope<'a>, id: TypeId, strukt: &Struct) -> Option<(&'a Ident, TokenStream)> {
    let value = strukt.extra.kept()?;
    let name = scope.cx.names.ty(id).extra.as_ref()?;
    Some((name, usage::ty(scope, &Type::map(value.clone()))))
}

fn field_type(scope: &Scope<'_>, member: &Member<'_>) -> TokenStream {
    let boxed = |ty: TokenStream| match member.boxed {
        true => {
            let pointer = scope.standard("Box");
            quote!(#pointer<#ty>)
        }
        false => ty,
    };
    match member.form {
        Form::Constant => scope.value(runtime::CONSTANT),
        Form::Required => match member.ty {
            Type::Nullable(inner) => {
                let (option, inner) = (scope.standard("Option"), boxed(usage::ty(scope, inner)));
                quote!(#option<#inner>)
            }
            ty => boxed(usage::ty(scope, ty)),
        },
        Form::Optional => {
            let (option, inner) = (scope.standard("Option"), boxed(usage::ty(scope, member.ty.non_null())));
            quote!(#option<#inner>)
        }
        Form::Maybe => {
            let (maybe, inner) = (scope.value(runtime::MAYBE), boxed(usage::ty(scope, member.ty.non_null())));
            quote!(#maybe<#inner>)
        }
    }
}

fn methods(scope: &Scope<'_>, id: TypeId, strukt: &Struct, members: &[Member<'_>]) -> TokenStream {
    let name = &scope.cx.names.ty(id).ident;
    let new = new(scope, id, strukt, members);
    let setters = members
        .iter()
        .filter(|member| matches!(member.form, Form::Optional | Form::Maybe))
        .map(|member| setter(scope, member));
    let extra = extra(scope, id, strukt).map(|(name, _)| {
        let ty = Type::map(strukt.extra.kept().unwrap_or(&Type::Any).clone());
        let taken = usage::taken(scope, &ty, &quote!(#name));
        let docs = documentation::line("Keys that the description does not name.");
        let (ty, value) = (taken.ty, taken.value);
        quote! {
            #docs
            #[must_use]
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #value;
                self
            }
        }
    });
    quote! {
        impl #name {
            #new
            #(#setters)*
            #extra
        }
    }
}

fn new(scope: &Scope<'_>, id: TypeId, strukt: &Struct, members: &[Member<'_>]) -> TokenStream {
    let required: Vec<_> = members.iter().filter(|member| member.form == Form::Required).collect();
    let arguments = required.iter().map(|member| {
        let name = member.name;
        let ty = usage::taken(scope, member.ty, &quote!(#name)).ty;
        quote!(#name: #ty)
    });
    let values = members.iter().map(|member| {
        let name = member.name;
        match member.form {
            Form::Constant => {
                let constant = scope.value(runtime::CONSTANT);
                quote!(#name: #constant::default())
            }
            Form::Required if !member.boxed && usage::is_taken_as_it_is(scope, member.ty) => quote!(#name),
            Form::Required => {
                let value = required_value(scope, member);
                quote!(#name: #value)
            }
            Form::Optional => quote!(#name: None),
            Form::Maybe => {
                let maybe = scope.value(runtime::MAYBE);
                quote!(#name: #maybe::Absent)
            }
        }
    });
    let extra = extra(scope, id, strukt).map(|(name, _)| {
        let map = scope.standard("BTreeMap");
        quote!(#name: #map::new())
    });
    let values = values.chain(extra);
    let title = if required.is_empty() { "With nothing set." } else { "With all that is required." };
    let docs = documentation::line(title);
    let many = setter::many_arguments(required.len());
    quote! {
        #docs
        #[must_use]
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn required_value(scope: &Scope<'_>, member: &Member<'_>) -> TokenStream {
    let name = member.name;
    let value = usage::taken(scope, member.ty, &quote!(#name)).value;
    match (member.boxed, member.ty) {
        (false, _) => value,
        (true, Type::Nullable(_)) => {
            let pointer = scope.standard("Box");
            quote!(#value.map(#pointer::new))
        }
        (true, _) => {
            let pointer = scope.standard("Box");
            quote!(#pointer::new(#value))
        }
    }
}

fn setter(scope: &Scope<'_>, member: &Member<'_>) -> TokenStream {
    let (name, wire) = (member.name, documentation::code(&member.field.name.0));
    let taken = usage::taken(scope, member.ty.non_null(), &quote!(#name));
    let (ty, value) = (taken.ty, taken.value);
    let value = match member.boxed {
        true => {
            let pointer = scope.standard("Box");
            quote!(#pointer::new(#value))
        }
        false => value,
    };
    let some = match member.form {
        Form::Constant | Form::Required | Form::Optional => quote!(Some(#value)),
        Form::Maybe => {
            let maybe = scope.value(runtime::MAYBE);
            quote!(#maybe::Value(#value))
        }
    };
    let title = documentation::line(&format!("Sets {wire}."));
    let attributes = setter::attributes(name, &member.field.docs);
    let null = member.null.filter(|_| member.form == Form::Maybe).map(|null| {
        let title = documentation::line(&format!("Sets {wire} to null."));
        let maybe = scope.value(runtime::MAYBE);
        quote! {
            #title
            #[must_use]
            pub fn #null(mut self) -> Self {
                self.#name = #maybe::Null;
                self
            }
        }
    });
    quote! {
        #title
        #attributes
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #some;
            self
        }
        #null
    }
}

/// `rt::record! { User { required id = "id"; } }`
fn table(scope: &Scope<'_>, id: TypeId, strukt: &Struct, members: &[Member<'_>]) -> Table {
    scope.uses_runtime();
    let mut rows: Vec<_> = members.iter().map(row).collect();
    if let Some((name, _)) = extra(scope, id, strukt) {
        rows.push(vec![Cell::Word("extra"), Cell::Ident(name.clone())]);
    } else if strukt.extra == Extra::Closed {
        rows.push(vec![Cell::Word("closed")]);
    }
    for row in &mut rows {
        row.extend([Cell::Join, Cell::Word(";")]);
    }
    Table { name: runtime::RECORD, head: vec![Cell::Ident(scope.cx.names.ty(id).ident.clone())], rows: Some(rows) }
}

/// `required id = "id"`, or `constant "kind" = "text" as kind`.
fn row(member: &Member<'_>) -> Vec<Cell> {
    let (ident, name) = (Cell::Ident(member.name.clone()), Cell::Text(member.field.name.0.clone()));
    if let FieldKind::Constant(literal) = &member.field.kind {
        return vec![Cell::Word("constant"), name, Cell::Word("="), literal.into(), Cell::Word("as"), ident];
    }
    let word = match member.form {
        Form::Constant | Form::Required => "required",
        Form::Optional => "optional",
        Form::Maybe => "maybe",
    };
    vec![Cell::Word(word), ident, Cell::Word("="), name]
}
