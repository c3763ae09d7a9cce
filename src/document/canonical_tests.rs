use proptest::prelude::*;
use serde_json::json;

use super::*;

fn text(value: &Value) -> String {
    String::from_utf8(canonical(value)).expect("canonical form is UTF-8")
}

#[test]
fn the_example_of_the_standard_comes_out_as_printed_there() {
    let value: Value = serde_json::from_str(
        "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",
          \"literals\": [null, true, false]}",
    )
    .expect("JSON");
    assert_eq!(
        text(&value),
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
         \"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
    );
}

#[test]
fn keys_are_sorted_by_their_utf_16_units() {
    // The standard's own example: the emoji, beyond the BMP, sorts before the Hebrew presentation form.
    let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
    let keys = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"];
    let written = text(&value);
    let places: Vec<usize> = keys.iter().map(|key| written.find(&format!("\"{key}\":")).expect(key)).collect();
    assert!(places.is_sorted(), "{written}");
}

#[test]
fn numbers_are_written_as_browsers_write_them() {
    for (number, written) in [
        (json!(0), "0"),
        (json!(-0.0), "0"),
        (json!(-1.5), "-1.5"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(i64::MIN), "-9223372036854775808"),
        (json!(100.0), "100"),
        (json!(1e21), "1e+21"),
        (json!(1e20), "100000000000000000000"),
        (json!(0.000001), "0.000001"),
        (json!(0.0000001), "1e-7"),
        (json!(1.25e-7), "1.25e-7"),
        (json!(5e-324), "5e-324"),
        (json!(f64::MAX), "1.7976931348623157e+308"),
    ] {
        assert_eq!(text(&number), written);
    }
}

#[test]
fn a_digest_is_what_sha256sum_prints() {
    assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn absent_and_empty_are_alike_but_what_a_person_wrote_counts() {
    let bare = json!({"title": "t", "list": [{"id": "a"}]});
    let full = json!({"title": "t", "none": null, "no": false, "empty": [], "inner": {"deep": {}, "list": []},
        "list": [{"id": "a", "aliases": [], "confidential": false}]});
    assert_eq!(digest_of_value(&bare), digest_of_value(&full));
    for other in [
        json!({"title": "", "list": [{"id": "a"}]}),
        json!({"title": "t", "list": [{"id": "a"}, {}]}),
        json!({"title": "t", "list": [{"id": "a"}], "count": 0}),
        json!({"title": "t", "list": [{"id": "a", "confidential": true}]}),
    ] {
        assert_ne!(digest_of_value(&bare), digest_of_value(&other), "{other}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// The value's JSON with the keys of every object in the opposite order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut entries: Vec<String> =
                fields.iter().map(|(key, field)| format!("{}: {}", json!(key), reversed(field))).collect();
            entries.reverse();
            format!("{{{}}}", entries.join(" , "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

proptest! {
    #[test]
    fn the_canonical_form_says_the_same_and_does_not_hang_on_key_order(value in any_value()) {
        let form = canonical(&value);
        let back: Value = serde_json::from_slice(&form).expect("canonical form is JSON");
        prop_assert_eq!(&back, &value);
        let other: Value = serde_json::from_str(&reversed(&value)).expect("JSON");
        prop_assert_eq!(canonical(&other), form);
    }

    #[test]
    fn floats_read_back_as_the_same_number(float in any::<f64>().prop_filter("finite", |f| f.is_finite())) {
        let back: f64 = text(&json!(float)).parse().expect("a number");
        prop_assert_eq!(back, float);
    }
}
