//! A changed byte in set, dossier, options, result or proof is found, and what differs is named.
//!
//! Every byte of each text is changed to a few others. What comes out is one of three things: the
//! text cannot be read and a finding says so; something differs and the right part is named; or
//! nothing differs, and then the change is shown to be without meaning.

#![expect(clippy::indexing_slicing, reason = "a place outside a text would fail the test")]

use crate::shipped::{library, read, sets};
use std::ops::Range;
use tieuchi::{
    Context, ContextOptions, Dossier, HashTree, Key, Lang, Leaves, Library, Plan, Population,
    PopulationReceipt, Proof, Receipt, ReceiptPart, SourceFile, compile, compile_with, text,
};

const SET: &str = r#"language en
# A comment says nothing.
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to reader
subject reader "Reader"
  fact books "Books read": integer from 0 to 1000
  fact kept "Kept the rules": yes no
evidence course "Course" with day: date
  if missing none
criterion 1 "Reading" max 10 points
  score by books:
    under 12: 5 points
    from 12 up: 10 points
criterion 2 "Courses" max 10 points
  each course where day in period: 5 points, at most 10 points
condition RULES "Rules": kept
  if not met not ranked
title friend "Friend" when total_points >= 15
"#;

const DOSSIER: &str = r#"{ "$id": "R-1", "books": { "self": 13, "verified": 12 }, "kept": true, "$region": ["Xã A", "Tỉnh B"],
  "course": [{ "$id": "k", "day": "2025-03-01" }, { "day": "2025-04", "$status": "waiting" }] }"#;

/// Bytes that a byte is changed to: its neighbour, the other case, a digit, white space.
fn others(byte: u8) -> impl Iterator<Item = u8> {
    [byte ^ 1, byte ^ 0x20, b'7', b' '].into_iter().filter(move |other| *other != byte)
}

/// Every text that differs in one byte and is text still, with the place.
fn mutations(text: &str) -> impl Iterator<Item = (usize, String)> {
    (0..text.len()).flat_map(move |at| {
        others(text.as_bytes()[at]).filter_map(move |byte| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            Some((at, String::from_utf8(bytes).ok()?))
        })
    })
}

fn judged(plan: &Plan, dossier: &str) -> (Dossier, Context) {
    let options = ContextOptions::year(2025).unwrap().open(true).regions(["Xã C".to_owned()]);
    (Dossier::from_json(plan, dossier).unwrap(), plan.context(&options).unwrap())
}

fn receipt(key: Option<&Key>) -> (Plan, Dossier, Receipt) {
    let plan = compile(SET).unwrap_or_else(|found| panic!("{found:#?}"));
    let (dossier, context) = judged(&plan, DOSSIER);
    let receipt = plan.evaluate(&dossier, &context).receipt(key);
    (plan, dossier, receipt)
}

/// What has meaning in a text of a set: its tree printed, comments left out.
fn tree(set: &str) -> String {
    let file = text::parse(&SourceFile::new("set", set)).file.unwrap();
    let printed = text::print(&file);
    // A comment stands on a line of its own or, behind two spaces, after a statement.
    let lines = printed.lines().map(|line| line.split("# ").next().unwrap_or(line).trim_end());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_changed_byte_of_the_set_is_named_as_meaning_or_text() {
    let (_, _, receipt) = receipt(None);
    let (mut refused, mut named, mut same) = (0, 0, 0);
    for (at, changed) in mutations(SET) {
        let Ok(plan) = compile(&changed) else {
            refused += 1;
            continue;
        };
        let Ok(dossier) = Dossier::from_json(&plan, DOSSIER) else {
            refused += 1;
            continue;
        };
        let found = plan.verify(&receipt, &dossier, None).unwrap();
        let (differs, place) = (found.differs(), &changed[..at]);
        if found.agrees() {
            assert_eq!(tree(&changed), tree(SET), "unseen: …{}", &changed[at.saturating_sub(20)..]);
            same += 1;
            continue;
        }
        assert!(differs.contains(&ReceiptPart::Text), "after {place}: {differs:?}");
        assert!(!differs.contains(&ReceiptPart::Options), "after {place}: {differs:?}");
        // The dossier is the same, and a result only changes with the meaning.
        let result = differs.contains(&ReceiptPart::Result);
        assert!(!result || differs.contains(&ReceiptPart::Meaning), "after {place}: {differs:?}");
        assert!(!differs.contains(&ReceiptPart::Input), "after {place}: {differs:?}");
        named += 1;
    }
    assert!(refused > 600 && named > 300 && same > 30, "{refused} refused, {named} named, {same} the same");
}

#[test]
fn a_changed_byte_of_the_dossier_is_named_as_input() {
    let (plan, dossier, receipt) = receipt(None);
    let (mut refused, mut named, mut same) = (0, 0, 0);
    for (at, changed) in mutations(DOSSIER) {
        let Ok(other) = Dossier::from_json(&plan, &changed) else {
            refused += 1;
            continue;
        };
        let found = plan.verify(&receipt, &other, None).unwrap();
        // What was read is the same exactly where nothing differs.
        assert_eq!(found.agrees(), other == dossier, "at {at}: {changed}");
        assert_eq!(found.differs().contains(&ReceiptPart::Input), !found.agrees(), "at {at}: {changed}");
        let set = [ReceiptPart::Meaning, ReceiptPart::Text, ReceiptPart::Options];
        assert!(!found.differs().iter().any(|part| set.contains(part)), "at {at}: {changed}");
        if found.agrees() { same += 1 } else { named += 1 }
    }
    assert!(refused > 150 && named > 40 && same > 0, "{refused} refused, {named} named, {same} the same");
}

#[test]
fn a_changed_byte_of_the_receipt_is_named() {
    let key = Key::new(&[9; 40]).unwrap();
    for key in [None, Some(&key)] {
        let (plan, dossier, receipt) = receipt(key);
        let json = receipt.to_json();
        let place = |text: &str| -> Range<usize> {
            let at = json.find(text).unwrap();
            at..at + text.len()
        };
        let context =
            place(r#""judged_on":"2025-12-31","period":["2025-01-01","2025-12-31"],"regions":["Xã C"]"#);
        let digests = ReceiptPart::ALL.map(|part| (part, place(&receipt.digest(part).to_string())));
        let row = place(&receipt.row().to_string());
        let (mut refused, mut named) = (0, 0);
        for (at, changed) in mutations(&json) {
            let Ok(other) = Receipt::from_json(&changed) else {
                refused += 1;
                continue;
            };
            let found = match plan.verify(&other, &dossier, key) {
                Ok(found) => found,
                Err(finding) => {
                    assert_eq!((finding.code, other.key_id() == receipt.key_id()), ("wrong-key", false));
                    refused += 1;
                    continue;
                }
            };
            let differs = found.differs();
            assert_ne!(differs, [], "unseen at {at}: {changed}");
            if let Some((part, _)) = digests.iter().find(|(_, range)| range.contains(&at)) {
                assert_eq!(differs, [*part], "at {at}: {changed}");
            } else if row.contains(&at) {
                assert_eq!(differs, [ReceiptPart::Result], "at {at}: {changed}");
            } else {
                assert_eq!(differs[0], ReceiptPart::Options, "at {at}: {changed}");
                assert_eq!(
                    differs.contains(&ReceiptPart::Input),
                    context.contains(&at),
                    "at {at}: {changed}"
                );
            }
            named += 1;
        }
        assert!(refused > 400 && named > 400, "{refused} refused, {named} named");
    }
}

#[test]
fn white_space_and_order_of_a_receipt_mean_nothing_and_keys_are_asked_for() {
    let key = Key::new(&[9; 40]).unwrap();
    let (plan, dossier, keyed) = receipt(Some(&key));
    let spaced = keyed.to_json().replace(",\"", " ,\n \"");
    assert_eq!(Receipt::from_json(&spaced).unwrap(), keyed);
    let other = Key::new(&[8; 40]).unwrap();
    assert_eq!(plan.verify(&keyed, &dossier, None).unwrap_err().code, "wrong-key");
    assert_eq!(plan.verify(&keyed, &dossier, Some(&other)).unwrap_err().code, "wrong-key");
    let (_, _, plain) = receipt(None);
    assert_eq!(plan.verify(&plain, &dossier, Some(&key)).unwrap_err().code, "wrong-key");
    // Only what is of the set can be compared without the key.
    for part in ReceiptPart::ALL {
        let of_set = matches!(part, ReceiptPart::Meaning | ReceiptPart::Text);
        assert_eq!(plain.digest(part) == keyed.digest(part), of_set, "{part:?}");
    }
    assert_ne!(plain.row(), keyed.row());
    for (text, pointer) in [
        ("[]", ""),
        ("{\"digests\":{}}", "/language"),
        (&keyed.to_json().replace("\"E1\"", "1"), "/edition"),
        (&keyed.to_json().replace("\"file\":\"open\"", "\"file\":\"ajar\""), "/context/file"),
        (&keyed.to_json().replace("\"set\":", "\"more\":\"x\",\"set\":"), "/more"),
        (&keyed.to_json().replace("\"set\":", "\"set\":\"x\",\"set\":"), "/set"),
    ] {
        let finding = Receipt::from_json(text).unwrap_err();
        assert_eq!((finding.code, finding.pointer.as_deref()), ("bad-receipt", Some(pointer)), "{text}");
    }
}

fn leaves(ids: &[String]) -> Leaves {
    let mut leaves = Leaves::default();
    for (at, id) in ids.iter().enumerate() {
        let line = format!(r#"{{"id":"{id}","row":"{}"}}"#, format!("{at:02x}").repeat(32));
        leaves.push_json(&line).unwrap();
    }
    leaves
}

fn tree_of(count: usize) -> (Vec<String>, HashTree) {
    let ids: Vec<String> = (0..count).map(|at| format!("R-{at}")).collect();
    let tree = leaves(&ids).finish().unwrap();
    (ids, tree)
}

#[test]
fn every_subject_of_a_tree_is_proved_and_every_changed_proof_is_rejected() {
    for count in 1..=20 {
        let (ids, tree) = tree_of(count);
        let root = tree.root();
        let mut tried = 0;
        for id in &ids {
            let proof = tree.prove(id).unwrap();
            assert!(proof.leads_to(&root), "{id} of {count}");
            if count != 1 && count != 7 {
                continue;
            }
            let json = proof.to_json();
            for (at, changed) in mutations(&json) {
                if let Ok(other) = Proof::from_json(&changed) {
                    assert!(other == proof || !other.leads_to(&root), "at {at}: {changed}");
                    assert_ne!(other, proof, "a proof has no white space: {changed}");
                    tried += 1;
                }
            }
            for changed in reordered(&json) {
                let other = Proof::from_json(&changed).unwrap();
                assert!(!other.leads_to(&root), "{changed}");
                tried += 1;
            }
        }
        assert!(tried > 0 || (count != 1 && count != 7));
        // Another tree has another root, and its proofs do not lead here.
        let (_, other) = tree_of(count + 1);
        assert!(!other.prove("R-0").unwrap().leads_to(&root));
        assert_eq!(tree.prove("R-x").unwrap_err().code, "subject-not-there");
    }
}

/// Steps left out, doubled, exchanged, on the other side.
fn reordered(proof: &str) -> Vec<String> {
    let mut value: serde_json::Value = serde_json::from_str(proof).unwrap();
    let Some(path) = value.get("path").and_then(|path| path.as_array()).cloned() else {
        value["path"] = serde_json::json!([["left", "0".repeat(64)]]);
        return vec![value.to_string()];
    };
    let mut out = Vec::new();
    let mut add = |path: Vec<serde_json::Value>| {
        value["path"] = path.into();
        out.push(value.to_string());
    };
    for at in 0..path.len() {
        let mut one = path.clone();
        one.remove(at);
        add(one);
        let mut one = path.clone();
        one.insert(at, path[at].clone());
        add(one);
        let mut one = path.clone();
        let other = if path[at][0] == "left" { "right" } else { "left" };
        one[at][0] = other.into();
        add(one);
        if at + 1 < path.len() {
            let mut one = path.clone();
            one.swap(at, at + 1);
            add(one);
        }
    }
    out
}

#[test]
fn a_leaf_is_no_node_and_two_subjects_of_one_name_are_refused() {
    let (_, tree) = tree_of(2);
    // A subject whose identifier is the two children of the root is another leaf, not the root.
    let (_, one) = tree_of(1);
    assert_ne!(tree.root(), one.root());
    // One letter typed in two ways is one name.
    let ids = ["an", "b\u{1ed9}", "bo\u{323}\u{302}", "an", "an"].map(str::to_owned);
    let found = leaves(&ids).finish().unwrap_err();
    let named: Vec<_> = found.iter().map(|finding| (finding.code, finding.message.en.as_str())).collect();
    assert_eq!(
        named,
        [
            ("subject-twice", "subject `an` has several dossiers"),
            ("subject-twice", "subject `b\u{1ed9}` has several dossiers")
        ]
    );
    assert_eq!(Leaves::default().finish().unwrap().root(), Leaves::default().finish().unwrap().root());
}

#[test]
fn a_population_is_verified_as_a_whole() {
    let plan = compile(SET).unwrap();
    let (_, context) = judged(&plan, DOSSIER);
    let dossiers: Vec<Dossier> = (0..40)
        .map(|at| {
            Dossier::from_json(&plan, &format!(r#"{{"$id": "R-{at}", "books": {at}, "kept": true}}"#))
                .unwrap()
        })
        .collect();
    let run = |mut population: Population, dossiers: &[Dossier]| {
        for part in dossiers.chunks(7) {
            population.evaluate(part);
        }
        population.finish().unwrap()
    };
    let (receipt, tree) = run(Population::new(&plan, &context, None), &dossiers);
    // Whatever the order and the parts.
    let reversed: Vec<Dossier> = dossiers.iter().rev().cloned().collect();
    assert_eq!(run(Population::new(&plan, &context, None), &reversed).0, receipt);
    for dossier in &dossiers {
        let own = plan.evaluate(dossier, &context).receipt(None);
        assert_eq!(tree.prove(dossier.id()).unwrap().row(), own.row());
    }
    let json = receipt.to_json();
    assert_eq!(PopulationReceipt::from_json(&json).unwrap(), receipt);
    let verify = |receipt: &PopulationReceipt, dossiers: &[Dossier]| {
        let again = run(Population::again(&plan, receipt, None).unwrap(), dossiers).0;
        receipt.verify(&again, None).unwrap().differs().to_vec()
    };
    assert_eq!(verify(&receipt, &dossiers), []);
    assert_eq!(verify(&receipt, &dossiers[1..]), [ReceiptPart::Result]);
    let mut changed = dossiers.clone();
    changed[20] = Dossier::from_json(&plan, r#"{"$id": "R-20", "books": 3, "kept": true}"#).unwrap();
    assert_eq!(verify(&receipt, &changed), [ReceiptPart::Result]);
    for (at, changed) in mutations(&json) {
        if let Ok(other) = PopulationReceipt::from_json(&changed) {
            assert_ne!(verify(&other, &dossiers), [], "unseen at {at}: {changed}");
        }
    }
}

/// Keywords, layout and comments of the set, and the order of rows in a dossier, change no digest.
#[test]
fn receipts_of_shipped_dossiers_do_not_depend_on_how_things_are_written() {
    let library = library();
    let mut seen = 0;
    for path in sets() {
        let source = read(&path);
        let plan = compile_with(&source, &library).plan.unwrap();
        let in_year = |year| plan.context(&ContextOptions::year(year).unwrap()).ok();
        let context = (2010..=2025).rev().find_map(in_year).unwrap();
        let Ok(entries) = std::fs::read_dir(path.parent().unwrap().join("dossiers")) else { continue };
        let english = text::print(&text::convert(&text::parse(&source).file.unwrap(), Lang::En).unwrap());
        let english = format!("# A comment.\n{english}");
        let other = compile_with(&SourceFile::new("english", english), &library).plan.unwrap();
        for entry in entries {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let Ok(dossier) = Dossier::from_json(&plan, &text) else { continue };
            let receipt = plan.evaluate(&dossier, &context).receipt(None);
            let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
            for (name, list) in value.as_object_mut().unwrap() {
                // Years before are told apart by their place.
                if let Some(list) = list.as_array_mut().filter(|_| !name.starts_with('$')) {
                    list.reverse();
                }
            }
            let reversed = Dossier::from_json(&other, &value.to_string()).unwrap();
            let found = other.verify(&receipt, &reversed, None).unwrap();
            assert!(found.agrees(), "{}: {:?}", path.display(), found.differs());
            seen += 1;
        }
    }
    assert!(seen >= 20, "{seen} dossiers");
}

/// What a written-out local set says of a dossier, a receipt of the local set says too.
#[test]
fn a_written_out_set_gives_the_same_receipt() {
    let mut library = Library::new();
    library.add(&SourceFile::new("base", SET));
    let local = "language en\ncriteria set LOCAL \"Local\" edition L1 [assumed]\n  in force from 2025-01-01\n  \
                 derived from READING edition E1\n";
    let source = SourceFile::new("local", local);
    let plan = compile_with(&source, &library).plan.unwrap();
    let alone = compile(&tieuchi::flatten(&source, &library).unwrap()).unwrap();
    let (dossier, context) = judged(&plan, DOSSIER);
    let receipt = plan.evaluate(&dossier, &context).receipt(None);
    assert!(alone.verify(&receipt, &dossier, None).unwrap().agrees());
    assert_ne!(receipt, self::receipt(None).2);
}
