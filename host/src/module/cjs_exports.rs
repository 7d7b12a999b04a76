//! Which names a CommonJS module exports, read from its text: what `import { x }`
//! from such a module needs before the module runs.
//!
//! The forms are those that Node documents: assignments to `exports` and
//! `module.exports`, `Object.defineProperty`, an object literal, and the ways in
//! which compilers export all of another module. It looks at tokens only, so it
//! never fails; a form that it does not know gives no name.

mod tokens;

use std::collections::HashMap;

use tokens::{Token, Tokens};

/// What was found in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// Names, in the order of their first appearance.
    pub names: Vec<String>,
    /// Requests whose exports are exported again.
    pub reexports: Vec<String>,
}

impl Exports {
    fn add(&mut self, name: &str) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    fn add_all_of(&mut self, request: &str) {
        if !self.reexports.iter().any(|known| known == request) {
            self.reexports.push(request.to_owned());
        }
    }
}

/// Reads the text of a CommonJS module.
#[must_use]
pub fn scan(text: &str) -> Exports {
    let tokens = Tokens::of(text);
    let mut scan = Scan {
        tokens: &tokens,
        found: Exports::default(),
        required: HashMap::new(),
    };
    for at in 0..tokens.len() {
        scan.at(at);
    }
    scan.found
}

struct Scan<'text> {
    tokens: &'text [Token<'text>],
    found: Exports,
    /// Variables that hold the result of `require(request)`.
    required: HashMap<&'text str, String>,
}

impl<'text> Scan<'text> {
    fn word(&self, at: usize) -> Option<&'text str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn text(&self, at: usize) -> Option<&'text str> {
        match self.tokens.get(at) {
            Some(Token::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn marks(&self, at: usize, marks: &str) -> bool {
        marks
            .chars()
            .enumerate()
            .all(|(index, mark)| self.tokens.get(at + index) == Some(&Token::Mark(mark)))
    }

    /// Any `=`: like Node, a comparison counts too. The name is then undefined.
    fn assigns(&self, at: usize) -> bool {
        self.marks(at, "=")
    }

    fn at(&mut self, at: usize) {
        if at > 0 && self.marks(at - 1, ".") && !self.is_helper(at) {
            return;
        }
        match self.word(at) {
            Some("exports" | "module") => self.exports_at(at),
            Some("Object") => self.object_at(at),
            Some("__exportStar" | "__export") => {
                if self.marks(at + 1, "(")
                    && let Some((request, _)) = self.require_at(at + 2)
                {
                    self.found.add_all_of(request);
                }
            }
            Some("var" | "let" | "const") => self.declaration_at(at + 1),
            _ => {}
        }
    }

    fn is_helper(&self, at: usize) -> bool {
        matches!(self.word(at), Some("__exportStar" | "__export"))
    }

    /// The end of `exports` or `module.exports` that begins here.
    fn exports_end(&self, at: usize) -> Option<usize> {
        match self.word(at)? {
            "exports" => Some(at + 1),
            "module" if self.marks(at + 1, ".") && self.word(at + 2) == Some("exports") => {
                Some(at + 3)
            }
            _ => None,
        }
    }

    fn exports_at(&mut self, at: usize) {
        let Some(end) = self.exports_end(at) else {
            return;
        };
        if self.marks(end, ".")
            && let Some(name) = self.word(end + 1)
            && self.assigns(end + 2)
        {
            self.found.add(name);
        } else if self.marks(end, "[")
            && let Some(name) = self.text(end + 1)
            && self.marks(end + 2, "]")
            && self.assigns(end + 3)
        {
            self.found.add(name);
        } else if self.word(at) == Some("module") && self.assigns(end) {
            self.whole_value_at(end + 1);
        }
    }

    /// What `module.exports` as a whole is set to.
    fn whole_value_at(&mut self, at: usize) {
        self.found.reexports.clear();
        if let Some((request, _)) = self.require_at(at) {
            self.found.add_all_of(request);
        } else if self.marks(at, "{") {
            self.literal_at(at + 1);
        }
    }

    /// The properties of an object literal, up to one that is not a plain name.
    fn literal_at(&mut self, mut at: usize) {
        loop {
            if self.marks(at, "...") {
                at = match self.require_at(at + 3) {
                    Some((request, end)) => {
                        self.found.add_all_of(request);
                        end
                    }
                    None if self.word(at + 3).is_some() => at + 4,
                    None => return,
                };
            } else {
                let Some(name) = self.word(at).or_else(|| self.text(at)) else {
                    return;
                };
                at += 1;
                if self.marks(at, ":") {
                    // Only a plain name as the value lets the reading go on.
                    if self.word(at + 1).is_none() {
                        return;
                    }
                    self.found.add(name);
                    at += 2;
                } else if name == "get" && self.word(at).is_some() {
                    return;
                } else {
                    self.found.add(name);
                }
            }
            if !self.marks(at, ",") {
                return;
            }
            at += 1;
        }
    }

    /// `require('request')`: the request and where it ends.
    fn require_at(&self, at: usize) -> Option<(&'text str, usize)> {
        let request = self.text(at + 2)?;
        (self.word(at) == Some("require") && self.marks(at + 1, "(") && self.marks(at + 3, ")"))
            .then_some((request, at + 4))
    }

    /// `name = require('x')`, or through a compiler's interop helper.
    fn declaration_at(&mut self, at: usize) {
        let Some(name) = self.word(at).filter(|_| self.assigns(at + 1)) else {
            return;
        };
        let direct = self.require_at(at + 2);
        let helped = || {
            let is_call = self.word(at + 2).is_some() && self.marks(at + 3, "(");
            is_call.then(|| self.require_at(at + 4)).flatten()
        };
        if let Some((request, _)) = direct.or_else(helped) {
            self.required.insert(name, request.to_owned());
        }
    }

    fn object_at(&mut self, at: usize) {
        if !self.marks(at + 1, ".") || !self.marks(at + 3, "(") {
            return;
        }
        match self.word(at + 2) {
            Some("defineProperty") => self.definition_at(at + 4),
            Some("keys") => self.keys_at(at + 4),
            _ => {}
        }
    }

    /// `exports, 'name', { enumerable: true, get …` or `{ value: …`.
    fn definition_at(&mut self, at: usize) {
        let Some(end) = self.exports_end(at).filter(|&end| self.marks(end, ",")) else {
            return;
        };
        let Some(name) = self.text(end + 1) else {
            return;
        };
        if !self.marks(end + 2, ",{") {
            return;
        }
        let mut at = end + 4;
        if self.word(at) == Some("enumerable")
            && self.marks(at + 1, ":")
            && matches!(self.word(at + 2), Some("true"))
            && self.marks(at + 3, ",")
        {
            at += 4;
        } else if self.word(at) == Some("enumerable")
            && self.marks(at + 1, ":!")
            && self.marks(at + 4, ",")
        {
            // `!0`
            at += 5;
        }
        let is_value = self.word(at) == Some("value") && self.marks(at + 1, ":");
        if is_value || self.plain_getter_at(at) {
            self.found.add(name);
        }
    }

    /// `get: function () { return m.x; }` or `get() { … }`: what compilers write.
    fn plain_getter_at(&self, at: usize) -> bool {
        if self.word(at) != Some("get") {
            return false;
        }
        let mut at = at + 1;
        if self.marks(at, ":") && self.word(at + 1) == Some("function") {
            at += 2 + usize::from(self.word(at + 2).is_some());
        }
        if !self.marks(at, "(){") || self.word(at + 3) != Some("return") {
            return false;
        }
        // A literal is no member of another module.
        let is_name = |word: &str| !word.starts_with(|first: char| first.is_ascii_digit());
        if !self.word(at + 4).is_some_and(is_name) {
            return false;
        }
        at += 5;
        if self.marks(at, ".") {
            at += 2;
        } else if self.marks(at, "[") && self.marks(at + 2, "]") {
            at += 3;
        }
        at += usize::from(self.marks(at, ";"));
        self.word(at.saturating_sub(1)) != Some("return") && self.marks(at, "}")
    }

    /// `Object.keys(_x).forEach(function (k) { … exports[k] = _x[k] … })`.
    fn keys_at(&mut self, at: usize) {
        const BODY: usize = 100;
        let Some(request) = self.word(at).and_then(|name| self.required.get(name)) else {
            return;
        };
        let request = request.clone();
        if !self.marks(at + 1, ").") || self.word(at + 3) != Some("forEach") {
            return;
        }
        let parameter = (at + 4..at + 9).find_map(|at| {
            self.word(at)
                .filter(|word| *word != "function" && self.marks(at - 1, "("))
        });
        let Some(parameter) = parameter else {
            return;
        };
        let copies = (at + 6..at + BODY).any(|at| {
            self.word(at) == Some("exports")
                && ((self.marks(at + 1, "[") && self.word(at + 2) == Some(parameter))
                    || (self.marks(at + 1, ",") && self.word(at + 2) == Some(parameter)))
        });
        if copies {
            self.found.add_all_of(&request);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn forms_of_exports() {
        let cases: [(&str, &[&str], &[&str]); 21] = [
            ("exports.a = 1; module.exports.b = 2", &["a", "b"], &[]),
            ("exports['c-d'] = 1", &["c-d"], &[]),
            (
                "exports['\\u0061\\x62\\u{63}\\'d'] = 1; exports['\\u'] = 2; exports['\\u{D83C}\\uDF10'] = 3; exports['\\u{D83C}'] = 4",
                &["abc'd", "u", "\u{1F310}"],
                &[],
            ),
            (
                "Object.defineProperty(exports, 'x', { enumerable: true, get: function () { return 1 } });",
                &[],
                &[],
            ),
            ("exports.a = exports.b = void 0;", &["a", "b"], &[]),
            ("x.exports.b = 2; y = exports.c", &[], &[]),
            (
                "Object.defineProperty(exports, '__esModule', { value: true })",
                &["__esModule"],
                &[],
            ),
            (
                "Object.defineProperty(exports, \"x\", { enumerable: true, get: function () { return m.x; } });",
                &["x"],
                &[],
            ),
            (
                "Object.defineProperty(exports,'x',{enumerable:!0,get(){return m['x']}})",
                &["x"],
                &[],
            ),
            (
                "module.exports = { a, b: c, 'd': e, ...require('f'), g: 1, h }",
                &["a", "b", "d"],
                &["f"],
            ),
            (
                "module.exports = { a, ...d, b: require('c'), c: 'x' }",
                &["a", "b"],
                &[],
            ),
            ("module.exports = require('x')", &[], &["x"]),
            (
                "module.exports = require('a'); module.exports = require('b')",
                &[],
                &["b"],
            ),
            ("0 && (module.exports = { a, b });", &["a", "b"], &[]),
            ("__exportStar(require('./a'), exports)", &[], &["./a"]),
            (
                "tslib_1.__exportStar(require('./a'), exports)",
                &[],
                &["./a"],
            ),
            (
                "var _a = _interop(require('./a')); Object.keys(_a).forEach(function (key) { if (key === 'default') return; exports[key] = _a[key]; })",
                &[],
                &["./a"],
            ),
            (
                "// exports.a = 1\n/* exports.b = 1 */ 'exports.c = 1'; `exports.d = ${exports.e = 1}`",
                &["e"],
                &[],
            ),
            (
                "x = a / 2; y = /[/'\"]/.test(z); exports.a = 1 / 2",
                &["a"],
                &[],
            ),
            (
                "if (f(x)) /`/.test(y); else {} /`/.test(y); class A {} /`/.test(y); exports.a = i++ / 2; exports.b = 1 / 2",
                &["a", "b"],
                &[],
            ),
            (
                "x = y`${/[`}]/.test({ z: `}` })}${`${exports.a = 1}`}`; exports.b = {} / 2; exports.c = '/'",
                &["a", "b", "c"],
                &[],
            ),
        ];
        for (text, names, reexports) in cases {
            let found = scan(text);
            assert_eq!(found.names, names, "{text}");
            assert_eq!(found.reexports, reexports, "{text}");
        }
    }
}
