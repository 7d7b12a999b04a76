//! `internalBinding('url')`: parsing and changing of URLs by the WHATWG standard,
//! over the parser that Node uses (`ada-url`), and IDNA of host names.
//!
//! A parsed URL crosses as its href, and the offsets of its parts in the binding's
//! `offsets` (an `Int32Array`): protocol end, username end, host start, host end,
//! port, pathname start, search start, hash start, -1 for what is absent. The
//! JavaScript half copies them at once and cuts its getters out of the href.
//! Deliberately absent: search parameters and the legacy parser (JavaScript).

use ada_url::{Idna, Url};

use super::support::{Args, Return, bytes_mut, method, string, text};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "parse", parse);
    method(scope, target, "canParse", can_parse);
    method(scope, target, "update", update);
    method(scope, target, "domainToASCII", domain_to_ascii);
    method(scope, target, "domainToUnicode", domain_to_unicode);
    method(scope, target, "toASCII", to_ascii);
    method(scope, target, "toUnicode", to_unicode);
}

/// The second argument, when one was given.
fn base(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Option<String> {
    let base = args.get(1);
    (!base.is_undefined()).then(|| text(scope, base))
}

/// Writes the offsets into `offsets` and answers the href.
fn answer(
    scope: &mut v8::PinScope<'_, '_>,
    url: &Url,
    offsets: v8::Local<'_, v8::Value>,
    rv: &mut Return<'_>,
) {
    let parts = url.components();
    let required = |offset: u32| i32::try_from(offset).unwrap_or(-1);
    let optional = |offset: Option<u32>| offset.map_or(-1, required);
    let values = [
        required(parts.protocol_end),
        required(parts.username_end),
        required(parts.host_start),
        required(parts.host_end),
        optional(parts.port),
        optional(parts.pathname_start),
        optional(parts.search_start),
        optional(parts.hash_start),
    ];
    // SAFETY: no JavaScript runs while the slice lives.
    if let Some(bytes) = unsafe { bytes_mut(offsets) } {
        for (slot, value) in bytes.chunks_exact_mut(4).zip(values) {
            slot.copy_from_slice(&value.to_ne_bytes());
        }
    }
    rv.set(string(scope, url.href()).into());
}

/// `parse(input, base, offsets)`: the href, or undefined when the URL is not valid.
fn parse(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let input = text(scope, args.get(0));
    let base = base(scope, &args);
    if let Ok(url) = Url::parse(input.as_str(), base.as_deref()) {
        answer(scope, &url, args.get(2), &mut rv);
    }
}

fn can_parse(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let input = text(scope, args.get(0));
    let base = base(scope, &args);
    rv.set_bool(Url::can_parse(&input, base.as_deref()));
}

/// `update(href, property, value, offsets)`: the href after setting one property (an
/// invalid value leaves the URL as it was), undefined for an invalid new href.
fn update(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let href = text(scope, args.get(0));
    let property = text(scope, args.get(1));
    let value = text(scope, args.get(2));
    let Ok(mut url) = Url::parse(href.as_str(), None) else {
        return;
    };
    let outcome = match property.as_str() {
        "href" => url.set_href(&value),
        "protocol" => url.set_protocol(&value),
        "username" => url.set_username(Some(&value)),
        "password" => url.set_password(Some(&value)),
        "host" => url.set_host(Some(&value)),
        "hostname" => url.set_hostname(Some(&value)),
        "port" => url.set_port(Some(&value)),
        "pathname" => url.set_pathname(Some(&value)),
        "search" => {
            url.set_search((!value.is_empty()).then_some(value.as_str()));
            Ok(())
        }
        "hash" => {
            url.set_hash((!value.is_empty()).then_some(value.as_str()));
            Ok(())
        }
        _ => Ok(()),
    };
    if outcome.is_err() && property == "href" {
        return;
    }
    answer(scope, &url, args.get(3), &mut rv);
}

/// The domain in ASCII, as a URL's host would be; empty when it is not valid.
fn ascii_host(domain: &str) -> String {
    let Ok(mut url) = Url::parse("ws://x", None) else {
        return String::new();
    };
    match url.set_hostname(Some(domain)) {
        Ok(()) => url.hostname().to_owned(),
        Err(_) => String::new(),
    }
}

fn domain_to_ascii(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let domain = text(scope, args.get(0));
    rv.set(string(scope, &ascii_host(&domain)).into());
}

fn domain_to_unicode(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let domain = text(scope, args.get(0));
    rv.set(string(scope, &Idna::unicode(&ascii_host(&domain))).into());
}

/// IDNA alone, without the rules of URL hosts; empty when it is not valid.
fn to_ascii(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let domain = text(scope, args.get(0));
    rv.set(string(scope, &Idna::ascii(&domain)).into());
}

fn to_unicode(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let domain = text(scope, args.get(0));
    rv.set(string(scope, &Idna::unicode(&domain)).into());
}
