//! Which definitions are on circles, where each leads to others.

use std::collections::BTreeSet;

use super::{TypeDef, TypeId, TypeKind};

/// The definitions on a way that leads back to where it began.
pub(crate) fn on_circles(types: &[TypeDef], edges: impl Fn(&TypeKind) -> Vec<TypeId>) -> BTreeSet<TypeId> {
    let component = components(types, &edges);
    let is_on_circle = |id: &TypeId| {
        let mut next = edges(&types[id.0].kind).into_iter();
        next.any(|next| component[next.0] == component[id.0])
    };
    (0..types.len()).map(TypeId).filter(is_on_circle).collect()
}

/// The number of the strongly connected component of each definition (Tarjan's algorithm, with a stack of its own);
/// a definition without a circle has a component to itself and no edge into it.
pub(crate) fn components(types: &[TypeDef], edges: impl Fn(&TypeKind) -> Vec<TypeId>) -> Vec<usize> {
    let count = types.len();
    let edges: Vec<Vec<TypeId>> = types.iter().map(|def| edges(&def.kind)).collect();
    let mut tarjan = Tarjan {
        index: vec![None; count],
        low: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        component: vec![0; count],
        next: 0,
        components: 0,
    };
    for start in 0..count {
        if tarjan.index[start].is_none() {
            tarjan.visit(start, &edges);
        }
    }
    tarjan.component
}

struct Tarjan {
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    component: Vec<usize>,
    next: usize,
    components: usize,
}

impl Tarjan {
    fn visit(&mut self, start: usize, edges: &[Vec<TypeId>]) {
        let mut work = vec![(start, 0)];
        self.enter(start);
        while let Some((node, edge)) = work.pop() {
            let Some(target) = edges[node].get(edge) else {
                self.leave(node);
                if let Some((parent, _)) = work.last() {
                    self.low[*parent] = self.low[*parent].min(self.low[node]);
                }
                continue;
            };
            work.push((node, edge + 1));
            match self.index[target.0] {
                None => {
                    self.enter(target.0);
                    work.push((target.0, 0));
                }
                Some(index) if self.on_stack[target.0] => self.low[node] = self.low[node].min(index),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = Some(self.next);
        self.low[node] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
    }

    fn leave(&mut self, node: usize) {
        if self.index[node] != Some(self.low[node]) {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            self.component[member] = self.components;
            if member == node {
                break;
            }
        }
        self.components += 1;
    }
}
