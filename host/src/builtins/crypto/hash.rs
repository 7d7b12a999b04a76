//! Digests and HMACs: states of JavaScript's Hash and Hmac, and digests in one step.

use openssl::md_ctx::MdCtx;

use super::failure::{Failure, Outcome, answer_bytes, job_bytes};
use super::{Args, Return, Scope, bytes, native, number, optional_length, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "hashNames" => names,
    "hashSize" => size,
    "hashCreate" => create,
    "hashUpdate" => update,
    "hashCopy" => copy,
    "hashDigest" => digest,
    "hashOnce" => once,
    "hashAsync" => later,
    "hmacCreate" => hmac_create,
    "hmacUpdate" => hmac_update,
    "hmacDigest" => hmac_digest,
};

/// The length of a digest if none is asked for. OpenSSL has none for SHAKE any more.
fn length_of(digest: &openssl::md::MdRef, name: &str) -> usize {
    match digest.size() {
        0 | usize::MAX if name.contains("128") => 16,
        0 | usize::MAX => 32,
        size => size,
    }
}

/// Why there is no such digest: OpenSSL's word for those that it knows and does not offer.
fn unsupported(name: &str) -> Failure {
    let known = openssl::hash::MessageDigest::from_name(name);
    let errors = match known.map(openssl::hash::Hasher::new) {
        Some(Err(errors)) => errors,
        _ => openssl::error::ErrorStack::get(),
    };
    Failure::OpenSsl(errors, "Digest method not supported")
}

/// A digest in progress.
struct Running {
    context: Option<MdCtx>,
    length: usize,
    /// What a copy has that is not asked for another length.
    usual: usize,
    xof: bool,
}

impl Running {
    fn new(name: &str, length: Option<usize>) -> Outcome<Self> {
        let digest = native::digest(name).ok_or_else(|| unsupported(name))?;
        let mut context = MdCtx::new()?;
        context.digest_init(&digest)?;
        Ok(Self {
            context: Some(context),
            length: length.unwrap_or_else(|| length_of(&digest, name)),
            usual: length_of(&digest, name),
            xof: native::is_xof(&digest),
        })
    }

    fn finish(&mut self) -> Outcome<Vec<u8>> {
        let Some(mut context) = self.context.take() else {
            return Ok(Vec::new());
        };
        let mut out = vec![0; self.length];
        if self.xof {
            if self.length > 0 {
                context.digest_final_xof(&mut out)?;
            }
            return Ok(out);
        }
        out.resize(out.len().max(64), 0);
        let length = context.digest_final(&mut out)?;
        out.truncate(length);
        Ok(out)
    }
}

pub(super) fn digest_of(name: &str, data: &[u8], length: Option<usize>) -> Outcome<Vec<u8>> {
    let mut running = Running::new(name, length)?;
    if let Some(context) = &mut running.context {
        context.digest_update(data)?;
    }
    running.finish()
}

fn names(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let names = native::digest_names();
    rv.set(strings(scope, &names).into());
}

/// `hashSize(name)`: bytes of the digest; undefined for an unknown one.
fn size(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    if let Some(digest) = native::digest(&name) {
        rv.set(number(scope, length_of(&digest, &name)));
    }
}

/// `hashCreate(name, length | undefined)`: the state; undefined for an unknown digest.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let length = optional_length(scope, args.get(1));
    match Running::new(&name, length) {
        Ok(running) => {
            if let Some(object) = state::wrap(scope, running) {
                rv.set(object.into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `hashUpdate(state, bytes)`: whether that was possible.
fn update(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(running) = state::get::<Running>(scope, args.get(0)) else {
        return;
    };
    let mut running = running.borrow_mut();
    if let Some(context) = &mut running.context {
        let done = bytes::with_bytes(args.get(1), |data| context.digest_update(data).is_ok());
        rv.set_bool(done);
    }
}

/// `hashCopy(state, length | undefined)`: a state that goes on from the same point.
fn copy(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(running) = state::get::<Running>(scope, args.get(0)) else {
        return;
    };
    let length = optional_length(scope, args.get(1));
    let copy = {
        let running = running.borrow();
        Running {
            context: running
                .context
                .as_ref()
                .and_then(|it| native::fork(it).ok()),
            length: length.unwrap_or(running.usual),
            usual: running.usual,
            xof: running.xof,
        }
    };
    if let Some(object) = state::wrap(scope, copy) {
        rv.set(object.into());
    }
}

/// `hashDigest(state)`: an ArrayBuffer.
fn digest(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let made = running.borrow_mut().finish();
        answer_bytes(scope, rv, made);
    }
}

/// `hashOnce(name, bytes, length | undefined)`: an ArrayBuffer; undefined for an unknown digest.
fn once(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    if native::digest(&name).is_none() {
        return;
    }
    let length = optional_length(scope, args.get(2));
    let made = bytes::with_bytes(args.get(1), |data| digest_of(&name, data, length));
    answer_bytes(scope, rv, made);
}

/// `hashAsync(name, bytes, length | undefined, callback)`.
fn later(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let data = bytes::copy(args.get(1));
    let length = optional_length(scope, args.get(2));
    job_bytes(scope, &args, rv, 3, move || digest_of(&name, &data, length));
}

/// An HMAC until its digest is taken.
type Tagging = Option<native::Hmac>;

/// `hmacCreate(name, key)`: the state; undefined for an unknown digest.
fn hmac_create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let Some(digest) = native::digest(&name) else {
        return;
    };
    match bytes::with_bytes(args.get(1), |key| native::Hmac::new(&digest, key)) {
        Ok(made) => {
            if let Some(object) = state::wrap::<Tagging>(scope, Some(made)) {
                rv.set(object.into());
            }
        }
        Err(errors) => {
            Failure::OpenSsl(errors, "error:00000000:lib(0)::reason(0)").throw(scope);
        }
    }
}

/// `hmacUpdate(state, bytes)`.
fn hmac_update(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(state) = state::get::<Tagging>(scope, args.get(0))
        && let Some(state) = &mut *state.borrow_mut()
    {
        bytes::with_bytes(args.get(1), |data| state.update(data));
    }
}

/// `hmacDigest(state)`: an ArrayBuffer.
fn hmac_digest(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let state = state::get::<Tagging>(scope, args.get(0));
    let taken = state.and_then(|state| state.borrow_mut().take());
    if let Some(state) = taken {
        rv.set(bytes::array_buffer(scope, state.finish()).into());
    }
}
