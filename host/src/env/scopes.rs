//! The handle scopes that an addon opens: a LIFO arena, so that opening one costs
//! no allocation, and V8's own bookkeeping behind it, so that handles really end.

use std::cell::UnsafeCell;
use std::ptr::NonNull;

use super::{Env, state};
use crate::engine::frame::Frame;
use crate::engine::layout::{self, HandleScopeData, Root, Tagged};

/// What V8 needs to restore when a scope closes.
#[derive(Clone, Copy)]
struct Saved {
    next: *mut Tagged,
    limit: *mut Tagged,
    /// For an escapable scope: the outer slot that the escaping value gets.
    escape: Option<NonNull<Tagged>>,
    escaped: bool,
    /// The entry into the addon that opened it.
    frame: *const Frame,
}

/// A handle scope of [`Env::begin_handles`]: what V8 needs to restore.
pub(crate) struct Handles {
    next: *mut Tagged,
    limit: *mut Tagged,
}

/// The open scopes of an env.
pub(crate) struct Scopes {
    open: UnsafeCell<Vec<Saved>>,
}

unsafe extern "C" {
    /// `v8::internal::HandleScope::DeleteExtensions(Isolate*)`, which is called when a
    /// scope has outgrown its block. The public class has one of this name that is a
    /// member: the isolate is its second argument.
    #[link_name = "_ZN2v88internal11HandleScope16DeleteExtensionsEPNS0_7IsolateE"]
    fn delete_extensions(isolate: *mut layout::RawIsolate);
}

impl Scopes {
    pub(crate) fn new() -> Self {
        Self {
            open: UnsafeCell::new(Vec::new()),
        }
    }

    /// Number of open scopes.
    #[inline(always)]
    pub(crate) fn count(&self) -> usize {
        self.stack().len()
    }

    #[expect(clippy::mut_from_ref, reason = "see the comment on the unsafe block")]
    #[inline(always)]
    fn stack(&self) -> &mut Vec<Saved> {
        // SAFETY: one thread, and no caller keeps the reference across a call out of
        // this file.
        unsafe { &mut *self.open.get() }
    }
}

impl Env {
    #[inline(always)]
    fn handle_data(&self) -> *mut HandleScopeData {
        // SAFETY: the isolate is entered on this thread.
        unsafe { layout::handle_scope_data(self.isolate()) }
    }

    /// Opens a handle scope; answers its handle, which is never null.
    #[inline(always)]
    pub(crate) fn open_scope(&self, escape: Option<NonNull<Tagged>>) -> usize {
        let data = self.handle_data();
        // SAFETY: the data lies inside the isolate; nobody else touches it now.
        let data = unsafe { &mut *data };
        let stack = self.scopes.stack();
        stack.push(Saved {
            next: data.next,
            limit: data.limit,
            escape,
            escaped: false,
            frame: self.engine.top.get(),
        });
        data.level += 1;
        if !self.has(state::SCOPES) {
            self.set_state(state::SCOPES, true);
        }
        stack.len()
    }

    /// Opens a handle scope that ends with the host's own call, not by the addon.
    #[inline(always)]
    pub(crate) fn begin_handles(&self) -> Handles {
        let data = self.handle_data();
        // SAFETY: the data lies inside the isolate; nobody else touches it now.
        let data = unsafe { &mut *data };
        data.level += 1;
        Handles {
            next: data.next,
            limit: data.limit,
        }
    }

    /// Closes it; every scope that was opened inside of it is closed.
    #[inline(always)]
    pub(crate) fn end_handles(&self, saved: Handles) {
        let data = self.handle_data();
        // SAFETY: the data lies inside the isolate; nobody else touches it now.
        let data = unsafe { &mut *data };
        data.next = saved.next;
        data.level -= 1;
        if data.limit != saved.limit {
            data.limit = saved.limit;
            // SAFETY: this is what V8's own destructor does at this point.
            unsafe { delete_extensions(self.isolate().as_ptr()) };
        }
    }

    /// A scope that one value can leave: its slot is made in the outer scope.
    pub(crate) fn open_escapable_scope(&self) -> usize {
        let undefined = self.root(Root::Undefined);
        // SAFETY: a root's slot is always readable.
        let slot = self.push_slot(unsafe { undefined.read() });
        self.open_scope(Some(slot))
    }

    /// Closes the innermost scope; false when none is open.
    #[inline(always)]
    pub(crate) fn close_scope(&self) -> bool {
        let stack = self.scopes.stack();
        let Some(saved) = stack.pop() else {
            return false;
        };
        self.end_handles(Handles {
            next: saved.next,
            limit: saved.limit,
        });
        true
    }

    /// Closes the scopes that the addon opened in `frame` and left open.
    pub(crate) fn close_scopes_of(&self, frame: &Frame) {
        let opened_there = || {
            let last = self.scopes.stack().last();
            last.is_some_and(|saved| std::ptr::eq(saved.frame, frame))
        };
        while opened_there() && self.close_scope() {}
        self.set_state(state::SCOPES, self.scopes.count() > 0);
    }

    /// Moves `value` out of the escapable scope `scope` (its handle). `None` when it
    /// is not an open escapable scope, `Some(None)` when it has escaped already.
    pub(crate) fn escape(
        &self,
        scope: usize,
        value: NonNull<Tagged>,
    ) -> Option<Option<NonNull<Tagged>>> {
        let saved = self.scopes.stack().get_mut(scope.checked_sub(1)?)?;
        let slot = saved.escape?;
        if std::mem::replace(&mut saved.escaped, true) {
            return Some(None);
        }
        // SAFETY: `value` is a live handle, per the addon's contract.
        let word = unsafe { value.read() };
        // SAFETY: the slot belongs to the outer scope, which is still open.
        unsafe { slot.write(word) };
        Some(Some(slot))
    }
}
