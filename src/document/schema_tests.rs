use serde_json::Value;
use serde_json::json;

use super::*;
use crate::document::fixture::handin;
use crate::document::fixture::panel;
use crate::document::fixture::review;
use crate::document::fixture::session;
use crate::document::write::to_bytes;

fn validator(kind: SchemaKind) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(kind.text()).expect("the carried schema is JSON");
    jsonschema::validator_for(&schema).expect("the carried schema is a schema")
}

fn written(kind: SchemaKind) -> Value {
    let bytes = match kind {
        SchemaKind::Review => to_bytes(&review()),
        SchemaKind::Session => to_bytes(&session()),
        SchemaKind::Panel => to_bytes(&panel()),
        SchemaKind::HandIn => to_bytes(&handin()),
    };
    serde_json::from_slice(&bytes.expect("writes")).expect("reads")
}

/// Set `PLUMBLINE_BLESS=1` to write the schemas anew, then look at what changed.
#[test]
fn the_carried_schemas_are_those_of_the_types() {
    for kind in SchemaKind::ALL {
        let made = schema(kind);
        if std::env::var_os("PLUMBLINE_BLESS").is_some() {
            let path = format!("{}/assets/{}.schema.json", env!("CARGO_MANIFEST_DIR"), kind.word());
            std::fs::write(path, to_bytes(&made).expect("writes")).expect("writes");
        } else {
            let carried: Value = serde_json::from_str(kind.text()).expect("JSON");
            assert_eq!(carried, made, "assets/{}.schema.json is not that of the types", kind.word());
        }
    }
}

#[test]
fn the_schemas_are_valid_draft_2020_12_and_say_which_file_they_are_of() {
    for kind in SchemaKind::ALL {
        let schema = schema(kind);
        assert!(jsonschema::meta::is_valid(&schema));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["properties"]["format"]["const"], format!("plumbline-{}", kind.word()));
        let version = &schema["properties"]["version"];
        assert_eq!(version.get("const").unwrap_or(&version["enum"][0]), 1);
    }
}

#[test]
fn what_is_written_is_valid_by_the_schema() {
    for kind in SchemaKind::ALL {
        let errors: Vec<String> = validator(kind).iter_errors(&written(kind)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", kind.word());
    }
}

#[test]
fn what_the_readers_refuse_the_schema_refuses_too() {
    type Change = fn(&mut Value);
    let broken: [(SchemaKind, Change); 11] = [
        (SchemaKind::Review, |file| file["colour"] = json!("red")),
        (SchemaKind::Review, |file| file["evidence"][0]["colour"] = json!("red")),
        (SchemaKind::Review, |file| file["published"]["cells"]["1A"] = json!("excellent")),
        (SchemaKind::Review, |file| drop(file.as_object_mut().expect("object").remove("title"))),
        (SchemaKind::Review, |file| file["format"] = json!("plumbline-session")),
        (SchemaKind::Session, |file| file["version"] = json!(SESSION_VERSION + 1)),
        (SchemaKind::Session, |file| file["ratings"][0]["rating"] = json!("excellent")),
        (SchemaKind::Session, |file| file["ratings"][0]["cell"] = json!("A1")),
        (SchemaKind::Panel, |file| file["members"][0]["role"] = json!("guest")),
        (SchemaKind::HandIn, |file| file["name"] = json!("Ada")),
        (SchemaKind::HandIn, |file| drop(file.as_object_mut().expect("object").remove("mac"))),
    ];
    for (at, (kind, change)) in broken.into_iter().enumerate() {
        let mut file = written(kind);
        change(&mut file);
        assert!(!validator(kind).is_valid(&file), "case {at} passed");
    }
}

#[test]
fn what_an_edition_left_to_settle_is_valid_by_the_schema() {
    let mut file = session();
    file.version = 2;
    file.quotes[0].lost = true;
    file.ratings[0].unconfirmed = true;
    file.gone.sources = vec!["SUB0009".into()];
    file.gone.footnotes = vec![9];
    let written: Value = serde_json::from_slice(&to_bytes(&file).expect("writes")).expect("reads");
    let errors: Vec<String> =
        validator(SchemaKind::Session).iter_errors(&written).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for field in ["/quotes/0/lost", "/ratings/0/unconfirmed", "/gone/sources/0"] {
        assert!(written.pointer(field).is_some(), "{field} is written");
    }
}
