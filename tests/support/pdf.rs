//! PDFs made for tests.

use std::fmt::Write;

/// A PDF of these pages: what each draws, in the operators of PDF, with the font `/F1`. `more` goes into the trailer.
pub fn pdf(pages: &[String], more: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (at, drawn) in pages.iter().enumerate() {
        let contents = 5 + 2 * at;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {contents} 0 R >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Size {} /Root 1 0 R {more} >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).unwrap();
    file.into_bytes()
}

/// Lines of text from the top left of a page, at this size.
pub fn lines(size: f32, top: f32, lines: &[&str]) -> String {
    let mut drawn = format!("BT /F1 {size} Tf 72 {} Td {} TL ", 842.0 - top, size * 1.25);
    for line in lines {
        write!(drawn, "({line}) Tj T* ").unwrap();
    }
    drawn + "ET\n"
}
