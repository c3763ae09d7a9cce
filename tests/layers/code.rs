//! Rust source without what is not code, and where in it modules and tests stand.
//!
//! Enough of a lexer for the layer test and no more: comments and literals are blanked out byte by byte, so that
//! places in what is left are places in the file.

/// A file's code, and what its blocks say about it.
pub struct Code {
    masked: String,
    blocks: Vec<Block>,
    /// Files that are modules for tests only: the name, and the path if the declaration gives one.
    pub test_modules: Vec<(String, Option<String>)>,
}

/// The inside of a pair of braces that opens a module, or that stands under `#[cfg(test)]`.
struct Block {
    from: usize,
    to: usize,
    module: bool,
    test: bool,
}

impl Code {
    pub fn of(source: &str) -> Self {
        let masked = mask(source);
        let mut code = Self { masked, blocks: Vec::new(), test_modules: Vec::new() };
        code.find_blocks(source);
        code
    }

    /// The code line by line: number from 1, offset of its start, text.
    pub fn lines(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        let mut at = 0;
        self.masked.split('\n').enumerate().map(move |(index, line)| {
            let start = at;
            at += line.len() + 1;
            (index + 1, start, line)
        })
    }

    pub fn is_test(&self, at: usize) -> bool {
        self.blocks.iter().any(|block| block.test && (block.from..block.to).contains(&at))
    }

    /// How many modules written out in this file a place is inside of.
    pub fn modules_around(&self, at: usize) -> usize {
        self.blocks.iter().filter(|block| block.module && (block.from..block.to).contains(&at)).count()
    }

    fn find_blocks(&mut self, source: &str) {
        let bytes = self.masked.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut head = 0;
        let (mut blocks, mut test_modules) = (Vec::new(), Vec::new());
        for (at, &byte) in bytes.iter().enumerate() {
            if !matches!(byte, b'{' | b'}' | b';') {
                continue;
            }
            let before = &self.masked[head..at];
            let test = before.contains("cfg(test)");
            match byte {
                b'{' => {
                    open.push(blocks.len());
                    blocks.push(Block { from: at, to: bytes.len(), module: module_named(before).is_some(), test });
                }
                b'}' => {
                    if let Some(index) = open.pop() {
                        blocks[index].to = at;
                    }
                }
                _ => {
                    if let Some(name) = module_named(before).filter(|_| test) {
                        test_modules.push((name.to_owned(), path_attribute(&source[head..at])));
                    }
                }
            }
            head = at + 1;
        }
        blocks.retain(|block| block.module || block.test);
        (self.blocks, self.test_modules) = (blocks, test_modules);
    }
}

/// The name a module declaration ends with: `#[cfg(test)] mod tests`.
fn module_named(head: &str) -> Option<&str> {
    let (before, name) = head.trim_end().rsplit_once(char::is_whitespace)?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && before.split_whitespace().next_back() == Some("mod")).then_some(name)
}

fn path_attribute(head: &str) -> Option<String> {
    let rest = head.split_once("#[path = \"")?.1;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Blanks comments, strings and characters; line ends stay.
fn mask(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => line_end(bytes, at),
            b'/' if bytes[at..].starts_with(b"/*") => comment_end(bytes, at),
            b'"' => string_end(bytes, at),
            b'r' if !follows_a_name(bytes, at) && raw_hashes(bytes, at).is_some() => raw_end(bytes, at),
            b'\'' => char_end(source, at),
            _ => at,
        };
        if end == at {
            at += 1;
            continue;
        }
        for byte in &mut out[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    String::from_utf8(out).expect("whole literals and comments are blanked")
}

/// Whether a letter is the end of a name and so begins no literal; `br"…"` does.
fn follows_a_name(bytes: &[u8], at: usize) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match at.checked_sub(1).map(|before| bytes[before]) {
        Some(b'b' | b'c') => at >= 2 && is_name(bytes[at - 2]),
        Some(byte) => is_name(byte),
        None => false,
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| at + end)
}

fn comment_end(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0usize);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if bytes[at..].starts_with(b"*/") {
            (at, depth) = (at + 2, depth - 1);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn raw_hashes(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn raw_end(bytes: &[u8], from: usize) -> usize {
    let hashes = raw_hashes(bytes, from).expect("asked only where a raw string begins");
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let inside = from + 2 + hashes;
    bytes[inside..]
        .windows(close.len())
        .position(|window| window == close)
        .map_or(bytes.len(), |end| inside + end + close.len())
}

/// The end of a character literal; a lifetime has none.
fn char_end(source: &str, at: usize) -> usize {
    let mut rest = source[at + 1..].char_indices();
    match rest.next() {
        Some((_, '\\')) => source[at + 3..].find('\'').map_or(at, |end| at + 3 + end + 1),
        Some(_) => match rest.next() {
            Some((end, '\'')) => at + 1 + end + 1,
            _ => at,
        },
        None => at,
    }
}
