//! The pictures and excerpts of exports in the README are what the program makes of made-up work on the first review.

use std::path::Path;

use plumbline::export::forms::Form;
use plumbline::export::forms::Forms;
use plumbline::export::picture;
use plumbline::export::picture::Picture;
use plumbline::export::tables::TableName;
use plumbline::export::work::Work;
use plumbline::model::moment::Moment;
use plumbline::model::session::MemberRef;
use plumbline::panel::chair::Chair;
use plumbline::panel::chair::Look;
use plumbline::panel::folder::Folder;
use plumbline::panel::opened::OpenedPanel;
use plumbline::review::open::OpenedReview;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use uuid::Uuid;

use crate::page::Page;
use crate::support::judged::judge;

const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures");

struct Still;

impl Context for Still {
    fn now(&mut self) -> Moment {
        "2026-11-21T09:30:00.000Z".parse().unwrap()
    }

    fn new_id(&mut self) -> Uuid {
        Uuid::from_u128(1)
    }
}

fn exported(form: Form) -> String {
    let catalog = OpenedReview::sample().catalog;
    let member = MemberRef { id: Uuid::from_u128(0xA), name: None };
    let mut ws =
        Workspace::open(catalog.clone(), member, Kept::default(), Access::Write, Box::new(Still), Box::new(Forgetful))
            .unwrap();
    judge(&mut ws);
    let session = ws.to_file(false, false);
    let work = Work::new(&catalog, &session, None);
    String::from_utf8(Forms::of(&work, None, |_| {}).bytes(form).unwrap()).unwrap()
}

#[test]
fn the_pictures_of_exports_are_what_the_program_draws() {
    for picture in Picture::ALL {
        kept(picture.id(), exported(Form::Svg(picture)));
    }
}

/// Holds a picture of the README against what was drawn.
fn kept(name: &str, drawn: String) {
    let path = format!("{PICTURES}/{name}.svg");
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::create_dir_all(PICTURES).unwrap();
        std::fs::write(&path, drawn).unwrap();
    } else {
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{path} is out of date; PLUMBLINE_BLESS=1 cargo test --test readme draws it anew");
    }
    assert!(Page::read().text().contains(&format!("(assets/pictures/{name}.svg)")), "{name} is not shown");
}

#[test]
fn the_picture_of_the_practice_panel_is_what_the_program_draws() {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions"))).unwrap();
    let panel = OpenedPanel::of_folder(&folder, &OpenedReview::sample().catalog).unwrap();
    let drawn = picture::spread(&panel, &Chair::of(&panel, &Look::at(&panel))).unwrap();
    kept("spread", drawn);
}

#[test]
fn the_excerpts_of_exports_are_what_the_program_writes() {
    let report = exported(Form::Markdown);
    let (_, rest) = report.split_once("#### 8B: ").unwrap();
    let (part, _) = rest.split_once("\n#### ").unwrap();
    let notes: Vec<&str> = part.split("[^").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    let defined = report.lines().filter(|line| notes.iter().any(|note| line.starts_with(&format!("[^{note}]:"))));
    let defined: Vec<&str> = defined.collect();
    assert_eq!(defined.len(), notes.len());
    Page::holds("export-md", &format!("```markdown\n#### 8B: {}\n\n{}\n```", part.trim(), defined.join("\n")));
    let table = exported(Form::Csv(TableName::Ratings));
    let rows: Vec<&str> =
        table.lines().filter(|line| ["Of,", "8A,", "8B,", "8,"].iter().any(|of| line.starts_with(of))).collect();
    Page::holds("export-csv", &format!("```text\n{}\n```", rows.join("\n")));
}
