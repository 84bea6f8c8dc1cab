//! A struct: its fields, and the table of what the codec, the constructor and the setters of what is sent go by.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Row, Table, documentation, runtime, usage};
use crate::facts::Form;
use crate::model::{Docs, Extra, Field, FieldKind, Literal, Struct, Type, TypeId};
use crate::names::Ident;

pub(super) const FILE: &str = "strukt.rs";

/// A field that Rust has, with all that is known of it.
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) name: &'a Ident,
    pub(super) null: Option<&'a Ident>,
    pub(super) ty: &'a Type,
    pub(super) form: Form,
    boxed: bool,
}

/// The items of one struct.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, strukt: &Struct) -> Vec<Item> {
    let members = members(scope, id, strukt);
    vec![Item::Code(definition(scope, id, strukt, &members)), Item::Table(table(scope, id, strukt, &members))]
}

pub(super) fn members<'a>(scope: &Scope<'a>, id: TypeId, strukt: &'a Struct) -> Vec<Member<'a>> {
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
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// What there is to say about a field: of a constant, also what it is.
fn docs_of(field: &Field) -> Docs {
    let mut docs = Docs::clone(&field.docs);
    match &field.kind {
        FieldKind::Constant(Literal::Text(text)) => docs.notes.push(format!("Always {}.", documentation::code(text))),
        FieldKind::Constant(Literal::Integer(integer)) => docs.notes.push(format!("Always `{integer}`.")),
        FieldKind::Constant(Literal::Bool(truth)) => docs.notes.push(format!("Always `{truth}`.")),
        FieldKind::Value { .. } => {}
    }
    docs
}

/// The map of extra keys and its type.
pub(super) fn extra<'a>(scope: &Scope<'a>, id: TypeId, strukt: &Struct) -> Option<(&'a Ident, TokenStream)> {
    let value = strukt.extra.kept()?;
    let name = scope.cx.names.ty(id).extra.as_ref()?;
    Some((name, usage::ty(scope, &Type::map(value.clone()))))
}

pub(super) fn field_type(scope: &Scope<'_>, member: &Member<'_>) -> TokenStream {
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

/// What the constructor takes: all that is required.
fn arguments(scope: &Scope<'_>, members: &[Member<'_>]) -> Vec<Vec<Cell>> {
    let required = members.iter().filter(|member| member.form == Form::Required);
    let argument = |member: &Member<'_>| {
        let taken = usage::taken(scope, member.ty, &quote!(value)).ty;
        vec![Cell::Ident(member.name.clone()), Cell::Join, Cell::Word(":"), Cell::Type(taken)]
    };
    required.map(argument).collect()
}

/// `rt::record! { User { required id; } }`, and of what is sent `User new(id: i64) { required id; optional name: impl Into<String>; }`.
fn table(scope: &Scope<'_>, id: TypeId, strukt: &Struct, members: &[Member<'_>]) -> Table {
    scope.uses_runtime();
    let is_sent = scope.cx.facts.is_sent(id);
    let mut head = vec![Cell::Ident(scope.cx.names.ty(id).ident.clone())];
    if strukt.extra == Extra::Closed {
        head.extend([Cell::Word("is"), Cell::Word("closed")]);
    }
    if is_sent {
        head.extend([Cell::Word("new"), Cell::Join, Cell::List(arguments(scope, members))]);
    }
    let mut rows: Vec<_> = members.iter().map(|member| row(scope, member, is_sent)).collect();
    if let Some(value) = strukt.extra.kept()
        && let Some(name) = scope.cx.names.ty(id).extra.as_ref()
    {
        let mut row = vec![Cell::Word("extra"), Cell::Ident(name.clone())];
        if is_sent {
            row.extend(taken(scope, &Type::map(value.clone())));
        }
        rows.push(row);
    }
    for row in &mut rows {
        row.extend([Cell::Join, Cell::Word(";")]);
    }
    Table { rows: Some(rows.into_iter().map(Row::from).collect()), ..Table::new(runtime::RECORD, head) }
}

/// `required id = "id"`, or `constant "kind" = "text" as kind`.
fn row(scope: &Scope<'_>, member: &Member<'_>, is_sent: bool) -> Vec<Cell> {
    let (ident, name) = (Cell::Ident(member.name.clone()), Cell::Text(member.field.name.0.clone()));
    if let FieldKind::Constant(literal) = &member.field.kind {
        return vec![Cell::Word("constant"), name, Cell::Word("="), literal.into(), Cell::Word("as"), ident];
    }
    let word = match member.form {
        Form::Constant | Form::Required => "required",
        Form::Optional => "optional",
        Form::Maybe => "maybe",
    };
    let has_setter = is_sent && matches!(member.form, Form::Optional | Form::Maybe);
    let mut row = vec![Cell::Word(word)];
    if has_setter && member.field.docs.deprecated {
        row.push(Cell::Word("#[deprecated]"));
    }
    row.push(ident);
    if has_setter {
        if let Some(null) = member.null.filter(|_| member.form == Form::Maybe) {
            row.extend([Cell::Word("or"), Cell::Ident(null.clone())]);
        }
        row.extend(taken(scope, member.ty.non_null()));
    }
    if member.name.to_string() != member.field.name.0 {
        row.extend([Cell::Word("="), name]);
    }
    row
}

/// The form in which a setter takes a value.
fn taken(scope: &Scope<'_>, ty: &Type) -> [Cell; 3] {
    [Cell::Join, Cell::Word(":"), Cell::Type(usage::taken(scope, ty, &quote!(value)).ty)]
}
