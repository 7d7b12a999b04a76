//! Cuts JavaScript into the tokens that [`super`] looks at: enough to tell names,
//! strings and marks from comments, templates and regular expressions.

/// Words that a value follows.
const WITH_OPERAND: [&str; 15] = [
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "delete",
    "void",
    "throw",
    "new",
    "else",
    "do",
    "instanceof",
    "await",
    "yield",
    "debugger",
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'text> {
    Word(&'text str),
    Text(String),
    Mark(char),
    /// A number, template, regular expression, or a string that is no name.
    Other,
}

/// Cuts a text into tokens; comments and spaces are left out.
pub(super) struct Tokens<'text> {
    text: &'text str,
    at: usize,
    tokens: Vec<Token<'text>>,
    /// For each open bracket: whether a statement may begin where it closes.
    open: Vec<bool>,
    /// The same for the last one that was closed.
    ended_statement: bool,
}

impl<'text> Tokens<'text> {
    pub(super) fn of(text: &'text str) -> Vec<Token<'text>> {
        let mut reader = Self {
            text,
            at: 0,
            tokens: Vec::new(),
            open: Vec::new(),
            ended_statement: false,
        };
        if text.starts_with("#!") {
            reader.skip_line();
        }
        while let Some(next) = reader.rest().chars().next() {
            reader.token(next);
        }
        reader.tokens
    }

    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn token(&mut self, next: char) {
        let rest = self.rest();
        if next.is_whitespace() {
            self.at += next.len_utf8();
        } else if rest.starts_with("//") {
            self.skip_line();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            self.at += comment.find("*/").map_or(rest.len(), |end| end + 4);
        } else if next == '"' || next == '\'' {
            self.string(next);
        } else if next == '`' {
            self.template();
        } else if next == '/' && self.may_be_expression() {
            self.regular_expression();
        } else if is_word(next) {
            self.word();
        } else {
            self.at += next.len_utf8();
            self.bracket(next);
            self.tokens.push(Token::Mark(next));
        }
    }

    fn bracket(&mut self, next: char) {
        match next {
            '(' => self.open.push(self.follows_condition()),
            '[' => self.open.push(false),
            '{' => self.open.push(self.begins_block()),
            ')' | ']' | '}' => self.ended_statement = self.open.pop().unwrap_or(false),
            _ => {}
        }
    }

    /// Whether a parenthesis here belongs to a statement: `if (…)`.
    fn follows_condition(&self) -> bool {
        const BEFORE: [&str; 4] = ["if", "while", "for", "with"];
        self.keyword().is_some_and(|word| BEFORE.contains(&word))
    }

    /// Whether a brace here opens a block or a body, and no object.
    fn begins_block(&self) -> bool {
        match self.tokens.last() {
            None | Some(Token::Mark(';' | ')' | '{' | '}')) => true,
            Some(Token::Mark('>')) => {
                matches!(self.tokens[..], [.., Token::Mark('='), Token::Mark('>')])
            }
            Some(Token::Mark(_) | Token::Text(_) | Token::Other) => false,
            Some(Token::Word(word)) => {
                ["else", "do"].contains(word) || !WITH_OPERAND.contains(word)
            }
        }
    }

    /// The word before, unless it is a property's name.
    fn keyword(&self) -> Option<&'text str> {
        match self.tokens[..] {
            [.., Token::Mark('.'), Token::Word(_)] => None,
            [.., Token::Word(word)] => Some(word),
            _ => None,
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        let length = rest
            .find(|character: char| !is_word(character))
            .unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        self.tokens
            .push(if word.starts_with(|c: char| c.is_ascii_digit()) {
                Token::Other
            } else {
                Token::Word(word)
            });
    }

    fn string(&mut self, quote: char) {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|(_, character)| {
            let ends = *character == quote && !escaped;
            escaped = *character == '\\' && !escaped;
            ends
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        self.tokens
            .push(decode(&rest[1..end]).map_or(Token::Other, Token::Text));
        self.at += (end + 1).min(rest.len());
    }

    /// A template: only the expressions in it leave tokens.
    fn template(&mut self) {
        self.at += 1;
        while let Some(next) = self.rest().chars().next() {
            if next == '\\' {
                self.at += 1;
                self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            } else if next == '`' {
                self.at += 1;
                break;
            } else if self.rest().starts_with("${") {
                self.at += 2;
                self.tokens.push(Token::Mark('`'));
                self.nested_expression();
            } else {
                self.at += next.len_utf8();
            }
        }
        self.tokens.push(Token::Other);
    }

    fn nested_expression(&mut self) {
        let mut depth = 1;
        while let Some(next) = self.rest().chars().next() {
            match next {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += 1;
                break;
            }
            self.token(next);
        }
    }

    /// Whether a slash here opens a regular expression: not after a value.
    fn may_be_expression(&self) -> bool {
        match self.tokens[..] {
            [] => true,
            [.., Token::Word(_)] => self
                .keyword()
                .is_some_and(|word| WITH_OPERAND.contains(&word)),
            [.., Token::Mark(')' | ']' | '}')] => self.ended_statement,
            [.., Token::Mark('+'), Token::Mark('+')] | [.., Token::Mark('-'), Token::Mark('-')] => {
                false
            }
            [.., Token::Mark(_)] => true,
            [.., Token::Text(_) | Token::Other] => false,
        }
    }

    fn regular_expression(&mut self) {
        let mut is_class = false;
        let mut characters = self.rest().char_indices().skip(1);
        let mut length = 1;
        while let Some((at, character)) = characters.next() {
            length = at + character.len_utf8();
            match character {
                '\\' => {
                    characters.next();
                }
                '[' => is_class = true,
                ']' => is_class = false,
                '/' if !is_class => break,
                '\n' => break,
                _ => {}
            }
        }
        self.at += length;
        self.tokens.push(Token::Other);
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

/// A string's text without its escapes: `\u0061`, `\u{61}`, `\x61`, `\n`, `\t`; other characters stand for
/// themselves. Two escapes may be the halves of one character; one half alone is in no name.
fn decode(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((code, length)) = code(rest) {
            let second = code_of_pair(code, &rest[length..]);
            let (code, length) =
                second.map_or((code, length), |(code, more)| (code, length + more));
            decoded.push(char::from_u32(code)?);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[1..];
        if let Some(character) = rest.chars().next() {
            decoded.push(match character {
                'n' => '\n',
                't' => '\t',
                other => other,
            });
            rest = &rest[character.len_utf8()..];
        }
    }
    Some(decoded + rest)
}

/// The number of the escape that a text begins with, and the escape's length.
fn code(text: &str) -> Option<(u32, usize)> {
    let (digits, length) = match text.as_bytes() {
        [b'\\', b'u', b'{', ..] => {
            let end = text.find('}')?;
            (text.get(3..end), end + 1)
        }
        [b'\\', b'u', ..] => (text.get(2..6), 6),
        [b'\\', b'x', ..] => (text.get(2..4), 4),
        _ => return None,
    };
    let code = u32::from_str_radix(digits?, 16).ok()?;
    Some((code, length))
}

/// The character of a first half and the second one that a text begins with, and how long that is.
fn code_of_pair(first: u32, text: &str) -> Option<(u32, usize)> {
    let (second, length) = code(text)?;
    let halves = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let pair = char::decode_utf16(halves).next()?.ok()?;
    (u32::from(pair) > u32::from(u16::MAX)).then_some((u32::from(pair), length))
}
