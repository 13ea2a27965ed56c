//! Addresses of the web.

/// A text in which bytes are written as `%E7`, with these bytes; `None` where there are none.
pub fn unescaped(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| {
        bytes
            .get(at)
            .and_then(|it| char::from(*it).to_digit(16))
            .and_then(|it| u8::try_from(it).ok())
    };
    let escaped = |at: usize| {
        (bytes.get(at) == Some(&b'%'))
            .then(|| Some(digit(at + 1)? << 4 | digit(at + 2)?))
            .flatten()
    };
    let (mut plain, mut at, mut any) = (Vec::with_capacity(bytes.len()), 0, false);
    while let Some(byte) = bytes.get(at) {
        let found = escaped(at);
        any |= found.is_some();
        plain.push(found.unwrap_or(*byte));
        at += if found.is_some() { 3 } else { 1 };
    }
    any.then(|| String::from_utf8_lossy(&plain).into_owned())
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn bytes_become_letters() {
        assert_eq!(unescaped("?q=%E7%A7%98&r=1").as_deref(), Some("?q=秘&r=1"));
        assert_eq!(unescaped("?q=100%"), None);
    }
}
