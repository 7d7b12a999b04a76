//! `--env-file`: lines of `NAME=value`, with quotes and comments.

/// The variables in the text of a file, in order.
pub(crate) fn parse(text: &str) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    let text = text.replace('\r', "");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..line_end].trim_start();
        let next = &rest[(line_end + 1).min(rest.len())..];
        let Some(equals) = line.find('=').filter(|_| !line.starts_with('#')) else {
            rest = next;
            continue;
        };
        let name = line[..equals].trim();
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        // The value may go on over the end of the line when it is quoted.
        let offset = line_end - line.len() + equals + 1;
        let (value, after) = value(&rest[offset..]);
        if !name.is_empty() {
            variables.push((name.to_owned(), value));
        }
        rest = after;
    }
    variables
}

/// The value at the start of `text`, and what follows its line.
fn value(text: &str) -> (String, &str) {
    let line_end = text.find('\n').unwrap_or(text.len());
    let next = |end: usize| {
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        &text[end..]
    };
    let start = line_end - text[..line_end].trim_start().len();
    let body = &text[start..];
    if let Some(quote) = body
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))
        && let Some(length) = body[1..].find(quote)
    {
        let inner = &body[1..=length];
        let value = if quote == '"' {
            inner.replace("\\n", "\n")
        } else {
            inner.to_owned()
        };
        return (value, next(start + length + 2));
    }
    let line = &text[start..line_end];
    let value = line.split('#').next().unwrap_or_default();
    let value = value.trim_matches([' ', '\t']);
    (value.to_owned(), next(line_end))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn quotes_comments_and_lines() {
        let text = "A=1\nexport B=\"x y\" # c\nC=`q`\nD='s\\n'\nE=\"l\\n2\"\n#x\nF = z # t\nG=\"multi\nline\"\nH=\r\nI=last";
        let expected = [
            ("A", "1"),
            ("B", "x y"),
            ("C", "q"),
            ("D", "s\\n"),
            ("E", "l\n2"),
            ("F", "z"),
            ("G", "multi\nline"),
            ("H", ""),
            ("I", "last"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(parse(text), expected);
    }
}
