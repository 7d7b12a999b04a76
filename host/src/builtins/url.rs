//! `internalBinding('url')`: parsing and changing of URLs by the WHATWG standard,
//! over the parser that Node uses (`ada-url`), and IDNA of host names.
//!
//! A parsed URL crosses as `[href, protocol_end, username_end, host_start,
//! host_end, port, pathname_start, search_start, hash_start]`, offsets into the
//! href, -1 for what is absent; the JavaScript half cuts its getters out of it.
//! Deliberately absent: search parameters and the legacy parser (JavaScript).

use ada_url::{Idna, Url};

use super::support::{method, string, text};

type Args<'a> = v8::FunctionCallbackArguments<'a>;
type Return<'a> = v8::ReturnValue<'a, v8::Value>;

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

/// The array that stands for `url`.
fn describe<'s>(scope: &mut v8::PinScope<'s, '_>, url: &Url) -> v8::Local<'s, v8::Array> {
    let parts = url.components();
    let optional = |offset: Option<u32>| offset.map_or(-1.0, f64::from);
    let offsets = [
        f64::from(parts.protocol_end),
        f64::from(parts.username_end),
        f64::from(parts.host_start),
        f64::from(parts.host_end),
        optional(parts.port),
        optional(parts.pathname_start),
        optional(parts.search_start),
        optional(parts.hash_start),
    ];
    let mut elements = Vec::with_capacity(1 + offsets.len());
    elements.push(string(scope, url.href()).into());
    for offset in offsets {
        elements.push(v8::Number::new(scope, offset).into());
    }
    v8::Array::new_with_elements(scope, &elements)
}

/// `parse(input, base)`: the array, or undefined when the URL is not valid.
fn parse(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let input = text(scope, args.get(0));
    let base = base(scope, &args);
    if let Ok(url) = Url::parse(input.as_str(), base.as_deref()) {
        rv.set(describe(scope, &url).into());
    }
}

fn can_parse(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let input = text(scope, args.get(0));
    let base = base(scope, &args);
    rv.set_bool(Url::can_parse(&input, base.as_deref()));
}

/// `update(href, property, value)`: the array after setting one property (an
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
    rv.set(describe(scope, &url).into());
}

/// The host of `ws://<domain>` in ASCII; empty when it is not valid.
fn ascii_host(domain: &str) -> String {
    Url::parse(format!("ws://{domain}").as_str(), None)
        .map(|url| url.hostname().to_owned())
        .unwrap_or_default()
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
