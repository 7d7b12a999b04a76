//! Encryption and decryption with RSA keys, in both directions.

use openssl::pkey_ctx::{PkeyCtx, PkeyCtxRef};
use openssl::rsa::Padding;

use super::failure::{Outcome, job_bytes};
use super::keys::{Key, key_of};
use super::{Args, Return, Scope, bytes, native};
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "rsaCrypt" => crypt,
};

/// What OAEP takes besides the padding.
struct Options {
    padding: i32,
    digest: Option<String>,
    label: Vec<u8>,
}

impl Options {
    fn apply<T>(&self, context: &mut PkeyCtxRef<T>) -> Outcome<()> {
        context.set_rsa_padding(Padding::from_raw(self.padding))?;
        if let Some(name) = &self.digest {
            context.set_rsa_oaep_md(&*native::required_digest(name)?)?;
        }
        if !self.label.is_empty() {
            context.set_rsa_oaep_label(&self.label)?;
        }
        Ok(())
    }
}

fn run(operation: &str, key: &Key, data: &[u8], options: &Options) -> Outcome<Vec<u8>> {
    let _ = openssl::error::ErrorStack::get();
    let mut out = Vec::new();
    match operation {
        "publicEncrypt" => {
            let mut context = PkeyCtx::new(key.public())?;
            context.encrypt_init()?;
            options.apply(&mut context)?;
            context.encrypt_to_vec(data, &mut out)?;
        }
        "privateDecrypt" => {
            let mut context = PkeyCtx::new(key.private()?)?;
            context.decrypt_init()?;
            options.apply(&mut context)?;
            context.decrypt_to_vec(data, &mut out)?;
        }
        "privateEncrypt" => {
            let mut context = PkeyCtx::new(key.private()?)?;
            context.sign_init()?;
            options.apply(&mut context)?;
            context.sign_to_vec(data, &mut out)?;
        }
        _ => {
            let mut context = PkeyCtx::new(key.public())?;
            context.verify_recover_init()?;
            options.apply(&mut context)?;
            let mut room = vec![0; key.public().size()];
            let length = context.verify_recover(data, Some(&mut room))?;
            room.truncate(length);
            out = room;
        }
    }
    Ok(out)
}

/// `rsaCrypt(operation, key, bytes, padding, digest | undefined, label, callback?)`.
fn crypt(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let operation = text(scope, args.get(0));
    let Some(key) = key_of(scope, args.get(1)) else {
        return;
    };
    let data = bytes::copy(args.get(2));
    let options = Options {
        padding: args.get(3).int32_value(scope).unwrap_or(0),
        digest: (!args.get(4).is_undefined()).then(|| text(scope, args.get(4))),
        label: bytes::copy(args.get(5)),
    };
    job_bytes(scope, &args, rv, 6, move || {
        run(&operation, &key, &data, &options)
    });
}
