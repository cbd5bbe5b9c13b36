//! What HTML pages share: text made safe to stand in them.

/// A text as it may stand in HTML, between tags or in a quoted attribute.
///
/// Control signs, which no page shows, become spaces.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_can_leave_its_place() {
        assert_eq!(escape("<b title='x\"'>&\u{7}"), "&lt;b title=&#39;x&quot;&#39;&gt;&amp; ");
        assert_eq!(escape("Kỹ năng 1/3"), "Kỹ năng 1/3");
    }
}
