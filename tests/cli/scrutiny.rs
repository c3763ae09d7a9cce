//! What a rating must not be steered by does not come out of any command unasked.

use serde_json::Value;

use crate::kit::Home;
use crate::kit::SAMPLE;

/// The sample with every published rating, and every sentence that states one, changed.
fn otherwise(home: &Home) -> String {
    let mut review: Value = serde_json::from_slice(&std::fs::read(SAMPLE).expect("is there")).expect("is JSON");
    for part in ["cells", "commitments", "areas"] {
        for (_, rating) in review["published"][part].as_object_mut().into_iter().flatten() {
            *rating = "outstanding".into();
        }
    }
    review["published"]["overall"] = "outstanding".into();
    review["published"].as_object_mut().expect("an object").remove("printed");
    for item in review["evidence"].as_array_mut().expect("a list") {
        if item["kind"] == "conclusion" || item.get("rates").is_some() {
            item["text"] = "QUITE OTHER WORDS".into();
            item["refs"] = Value::Array(Vec::new());
            item.as_object_mut().expect("an object").remove("rates");
            item["kind"] = "conclusion".into();
        }
    }
    let path = home.write("otherwise.json", review.to_string());
    path.display().to_string()
}

#[test]
fn without_being_asked_no_command_prints_anything_that_depends_on_published_ratings() {
    let home = Home::new();
    let member = home.worked(None);
    let other = otherwise(&home);
    for command in [
        ["rollup", "--review"].as_slice(),
        &["rollup", "--json", "--review"],
        &["rollup", &member, "--json", "--review"],
        &["find", "outstanding"],
        &["find", ""],
        &["find", "QUITE OTHER", "--json"],
    ] {
        let with = |review: &str| {
            let mut command = command.to_vec();
            command.push(review);
            home.run(&command).well()
        };
        assert_eq!(with(SAMPLE), with(&other), "{command:?}");
    }
}

#[test]
fn a_roll_up_has_the_shape_that_others_read_and_no_fidelity_unasked() {
    let home = Home::new();
    home.worked(None);
    let json = home.run(&["rollup", "--json"]).json();
    assert_eq!(json["rule"], "count");
    assert_eq!(json["fidelity"], serde_json::json!([]));
    let eight =
        json["parents"].as_array().expect("a list").iter().find(|parent| parent["id"] == "8").expect("is there");
    assert_eq!((&eight["effective"], &eight["silent"]), (&"good".into(), &false.into()));
    for field in ["result", "inputs", "decided_by", "nearly", "flips"] {
        assert!(eight.get(field).is_some(), "{field}");
    }
    assert!(json["ranges"].as_array().expect("a list").iter().all(|range| range.get("lowest").is_some()));
    let text = home.run(&["rollup", "--rule", "worst"]).well();
    assert!(text.contains("by the worst rule") && text.contains("hypothesis"), "{text}");
}

#[test]
fn the_published_ratings_are_rolled_up_when_asked_for_and_held_against_every_rule() {
    let home = Home::new();
    let json = home.run(&["rollup", SAMPLE, "--published", "--json"]).json();
    let rules: Vec<&str> =
        json["fidelity"].as_array().expect("a list").iter().filter_map(|held| held["rule"].as_str()).collect();
    assert_eq!(rules, ["count", "worst", "median-low", "mean-bands"]);
    assert_eq!(json["fidelity"][0]["missed"], serde_json::json!([]), "the count rule reproduces this report");
    let bytes = std::fs::read(SAMPLE).expect("is there");
    assert_eq!(home.run_with(&["rollup", "--published", "--json", "-"], &bytes).json(), json);
    let text = home.run(&["rollup", SAMPLE, "--published"]).well();
    assert!(text.contains("PUBLISHED") && text.contains("Overall"), "{text}");
    assert!(home.files().is_empty(), "looking writes nothing");
}

#[test]
fn nothing_rated_yet_is_an_open_roll_up() {
    let home = Home::new();
    let ran = home.run(&["rollup", SAMPLE, "--json"]);
    assert!(ran.err.contains("nothing is rated yet"), "{}", ran.err);
    let json = ran.json();
    assert!(json["parents"].as_array().expect("a list").iter().all(|parent| parent["effective"].is_null()));
    assert!(home.files().is_empty());
}

#[test]
fn what_would_change_the_published_verdicts_is_told_exactly() {
    let home = Home::new();
    let json = home.run(&["rollup", SAMPLE, "--published", "--json"]).json();
    let smallest = json["smallest"].as_array().expect("a list");
    let overall = smallest.iter().find(|one| one["id"] == "overall").expect("is there");
    assert_eq!((&overall["answers"], &overall["sets"][0]["alike"]), (&3.into(), &12.into()));
    assert_eq!(overall["sets"][0]["becomes"], "requires_improvement");
    let pivots = json["pivots"].as_array().expect("a list");
    let eight = pivots.iter().find(|pivot| pivot["cell"] == "8A").expect("8A carries its commitment");
    assert_eq!(eight["commitment"]["becomes"], "requires_improvement");
    assert!(eight.get("overall").is_none(), "no single answer carries the whole");
    assert_eq!(json["settles"], serde_json::json!([]), "nothing is open");
    for held in json["fidelity"].as_array().expect("a list") {
        for miss in held["missed"].as_array().expect("a list") {
            assert!(miss["why"].as_str().is_some_and(|why| !why.is_empty()), "no entry without its reason: {miss}");
        }
    }
    let text = home.run(&["rollup", SAMPLE, "--published"]).well();
    assert!(text.contains("requires improvement with 3A at requires improvement"), "{text}");
}

#[test]
fn thresholds_of_a_panel_are_named_with_the_result_and_bad_ones_say_what_is_wrong() {
    let home = Home::new();
    let file = home.write("thresholds.toml", "name = \"our panel\"\n[[count]]\nneeds = 5\n");
    let file = file.display().to_string();
    let run = |more: &[&str]| {
        let mut command = vec!["rollup", SAMPLE, "--published", "--thresholds", &file];
        command.extend(more);
        home.run(&command)
    };
    let json = run(&["--json"]).json();
    assert_eq!(json["thresholds"]["name"], "our panel");
    let overall = json["parents"].as_array().expect("a list").last().expect("the whole").clone();
    assert_ne!(overall["effective"], "inadequate", "four of nine are inadequate, five are needed now");
    assert!(run(&[]).well().contains("with the thresholds \"our panel\""));
    for (bad, says) in [
        ("name = \"x\"\n[[count]]\nup_to = 3\nneeds = 1\n", "the last of \"count\""),
        ("name = \"x\"\n[bands]\noutstanding = 60\ngood = 70\nrequires_improvement = 10\n", "\"bands\" fall"),
        ("name = \"x\"\nneeds = 2\n", "line 2"),
        ("[[count]]\nneeds = 1\n", "name"),
    ] {
        home.write("thresholds.toml", bad);
        let ran = run(&[]);
        assert_eq!(ran.code, 3, "{bad}");
        assert!(ran.err.contains(says) && ran.err.contains("thresholds.toml"), "{bad}: {}", ran.err);
    }
}
