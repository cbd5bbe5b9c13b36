//! Populations say what single dossiers say: random sets and the shipped ones, random dossiers
//! written as tables of random types.
#![cfg(all(feature = "arrow", feature = "serde"))]

use super::generate::{Tape, compiled, dossier, source};
use crate::hir::{CriteriaSet, FrameId, Input, ROOT, Ty, Unit};
use crate::plan::Plan;
use crate::population::{TableOutcome, TableRun};
use crate::{
    Context, ContextOptions, Dataset, Day, Dossier, Exact, Library, SourceFile, Standing, TableOptions,
    Tables, Verdict, compile_with,
};
use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal32Array, Decimal64Array, Decimal128Array,
    Float64Array, Int16Array, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray,
    StringViewArray, StructArray, TimestampMillisecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

type Object = Map<String, Json>;

/// Numbers without end, always the same for one seed.
struct Numbers(u64);

impl Numbers {
    fn tape(&mut self, length: usize) -> Vec<u16> {
        (0..length)
            .map(|_| {
                // Knuth's linear congruence; its upper bits are good enough to choose by.
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (self.0 >> 48) as u16
            })
            .collect()
    }
}

/// The text of a JSON value that a cell can hold.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Texts as an array of some type that holds them.
fn array(input: Option<&Input>, values: &[Option<String>], percent: bool, tape: &mut Tape<'_>) -> ArrayRef {
    let all = |f: &dyn Fn(&str) -> bool| values.iter().flatten().all(|value| f(value));
    let texts = || values.iter().map(Option::as_deref);
    let number = |text: &str| Exact::decimal(text.trim_end_matches('%'));
    if let Some(input) = input {
        match &input.ty {
            Ty::Truth if tape.chance(70) => {
                return Arc::new(
                    texts().map(|text| text.map(|text| text == "true")).collect::<BooleanArray>(),
                );
            }
            Ty::Number(unit) if (*unit != Unit::Ratio || percent) && all(&|text| number(text).is_some()) => {
                let units = |places: u32| {
                    texts()
                        .map(|text| {
                            text.map(|text| number(text).unwrap().in_units_of(10i128.pow(places)).unwrap())
                        })
                        .collect::<Vec<Option<i128>>>()
                };
                let whole = all(&|text| {
                    number(text).is_some_and(|value| value.is_whole() && value.numerator().abs() < 30_000)
                });
                match tape.below(7) {
                    0 if whole => {
                        let cells = units(0).into_iter().map(|units| units.map(|units| units as i16));
                        return Arc::new(cells.collect::<Int16Array>());
                    }
                    3 if whole => {
                        let cells = units(0).into_iter().map(|units| units.map(|units| units as i64));
                        return Arc::new(cells.collect::<Int64Array>());
                    }
                    4 if units(input.places).iter().flatten().all(|units| units.abs() < 1_000_000_000) => {
                        let cells =
                            units(input.places).into_iter().map(|units| units.map(|units| units as i32));
                        let cells: Decimal32Array = cells.collect();
                        return Arc::new(cells.with_precision_and_scale(9, input.places as i8).unwrap());
                    }
                    5 if whole => {
                        let cells = units(2).into_iter().map(|units| units.map(|units| units as i64));
                        let cells: Decimal64Array = cells.collect();
                        return Arc::new(cells.with_precision_and_scale(18, 2).unwrap());
                    }
                    0 | 1 => {
                        let scale = input.places + 2;
                        let cells: Decimal128Array = units(scale).into_iter().collect();
                        return Arc::new(cells.with_precision_and_scale(38, scale as i8).unwrap());
                    }
                    // More digits than a binary fraction tells apart are refused there.
                    2 if units(input.places)
                        .iter()
                        .flatten()
                        .all(|units| units.abs() < 1_000_000_000_000_000) =>
                    {
                        let cells =
                            texts().map(|text| text.map(|text| text.trim_end_matches('%').parse().unwrap()));
                        return Arc::new(cells.collect::<Float64Array>());
                    }
                    _ => {}
                }
            }
            Ty::Day if all(&|text| text.len() == 10) => {
                let days = || {
                    texts().map(|text| {
                        let day = Day::parse_iso(text?).unwrap();
                        Some(day.number() - Day::new(1970, 1, 1).unwrap().number())
                    })
                };
                match tape.below(3) {
                    0 => return Arc::new(days().collect::<Date32Array>()),
                    1 => {
                        let moment = |day: i32| i64::from(day) * 86_400_000 + 82_800_000;
                        let cells = days().map(|day| day.map(moment));
                        return Arc::new(cells.collect::<TimestampMillisecondArray>());
                    }
                    _ => {}
                }
            }
            Ty::Truth | Ty::Number(_) | Ty::Day | Ty::Choice(_) | Ty::Text => {}
        }
    }
    match tape.below(4) {
        0 => Arc::new(texts().collect::<LargeStringArray>()),
        1 => Arc::new(texts().collect::<StringViewArray>()),
        2 => {
            let mut cells = StringDictionaryBuilder::<Int32Type>::new();
            texts().for_each(|text| cells.append_option(text));
            Arc::new(cells.finish())
        }
        _ => Arc::new(texts().collect::<StringArray>()),
    }
}

/// Columns under construction: names and texts.
#[derive(Default)]
struct Columns(BTreeMap<String, Vec<Option<String>>>);

impl Columns {
    fn set(&mut self, row: usize, name: String, value: Option<String>) {
        let column = self.0.entry(name).or_default();
        column.resize(row, None);
        column.push(value);
    }

    fn finish(mut self, rows: usize, set: &CriteriaSet, frame: FrameId, tape: &mut Tape<'_>) -> RecordBatch {
        self.0.values_mut().for_each(|column| column.resize(rows, None));
        // What is verified in every row is so without a word.
        let word = |cell: &Option<String>| cell.as_deref() == Some("verified");
        self.0.retain(|name, cells| !name.ends_with(".status") || !cells.iter().all(word));
        let columns = self.0.into_iter().map(|(name, values)| {
            let plain = name.trim_end_matches(".self");
            let plain = plain.split('@').next().unwrap();
            let input = set.inputs.iter().find(|input| input.frame == frame && input.name == plain);
            let input = input.filter(|_| !name.ends_with(".status"));
            let ratio = input.is_some_and(|input| input.ty == Ty::Number(Unit::Ratio));
            let percent = ratio && !name.ends_with(".self") && tape.chance(50);
            let array = array(input, &values, percent, tape);
            (if percent { format!("{name}%") } else { name }, array, true)
        });
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    }
}

fn cells(columns: &mut Columns, set: &CriteriaSet, frame: FrameId, row: usize, object: &Object, years: u32) {
    let of_year = |name: &str| if years == 0 { name.to_owned() } else { format!("{name}@{years}") };
    let inputs = set.inputs.iter().filter(|input| input.frame == frame && input.key.is_filed());
    for input in inputs.filter(|input| input.years_back == years) {
        let name = of_year(&input.name);
        let status = |columns: &mut Columns, word: &str| {
            columns.set(row, format!("{name}.status"), Some(word.to_owned()));
        };
        match object.get(&input.name) {
            None => {
                columns.set(row, name.clone(), None);
                status(columns, "not-filed");
            }
            Some(Json::Object(parts)) if parts.contains_key("self") => {
                columns.set(row, name.clone(), text(&parts["verified"]));
                columns.set(row, format!("{name}.self"), text(&parts["self"]));
                status(columns, "verified");
            }
            Some(Json::Object(parts)) => {
                columns.set(row, name.clone(), text(&parts["value"]));
                status(columns, parts["status"].as_str().unwrap());
            }
            Some(plain) => {
                columns.set(row, name.clone(), text(plain));
                status(columns, "verified");
            }
        }
    }
    for uses in &set.uses {
        let read = set.inputs.iter().any(|input| {
            input.frame == frame
                && input.years_back == years
                && crate::batch::result_set(&input.key) == Some(&uses.set)
        });
        let Some(Json::Object(parts)) = object.get(&uses.set).filter(|_| read) else { continue };
        let name = of_year(&uses.set);
        for (part, value) in parts {
            columns.set(row, format!("{name}.{part}"), text(value));
        }
        if parts.values().all(Json::is_null) {
            columns.set(row, format!("{name}.by"), Some("decision".to_owned()));
        }
    }
}

/// Dossiers written as tables, in the order given or with the rows of other tables shuffled, or
/// nested as lists.
fn tables(set: &CriteriaSet, files: &[Object], tape: &mut Tape<'_>) -> Tables {
    let mut subjects = Columns::default();
    for (row, file) in files.iter().enumerate() {
        subjects.set(row, "$id".to_owned(), text(&file["$id"]));
        let regions: Vec<&Json> = match file.get("$region") {
            Some(Json::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        for (at, region) in regions.into_iter().enumerate() {
            let name = if at == 0 { "$region".to_owned() } else { format!("$region_{}", at + 1) };
            subjects.set(row, name, text(region));
        }
        cells(&mut subjects, set, ROOT, row, file, 0);
        let before = file.get("$before").and_then(Json::as_array).cloned().unwrap_or_default();
        for years in 1..=set.inputs.iter().map(|input| input.years_back).max().unwrap_or(0) {
            let object =
                before.get(years as usize - 1).and_then(Json::as_object).cloned().unwrap_or_default();
            cells(&mut subjects, set, ROOT, row, &object, years);
        }
    }
    let subjects = subjects.finish(files.len(), set, ROOT, tape);
    let mut nested: Vec<(String, ArrayRef)> = Vec::new();
    let mut flat: Vec<(String, RecordBatch)> = Vec::new();
    for at in 1..set.frames.len() {
        let frame = FrameId::from_index(at);
        let name = &set[frame].name;
        let (mut columns, mut rows, mut offsets) = (Columns::default(), 0, vec![0i32]);
        let shape = tape.below(3);
        let mut order: Vec<&Object> = files.iter().collect();
        if shape == 1 {
            order.reverse();
        }
        for file in order {
            for object in file.get(name).and_then(Json::as_array).into_iter().flatten() {
                let object = object.as_object().unwrap();
                if shape < 2 {
                    columns.set(rows, "$subject".to_owned(), text(&file["$id"]));
                }
                let status = object.get("$status").cloned().unwrap_or(json!("verified"));
                columns.set(rows, "$status".to_owned(), text(&status));
                if let Some(count) = object.get("$count") {
                    columns.set(rows, "$count".to_owned(), text(count));
                } else if set[frame].source == crate::hir::FrameSource::Members {
                    columns.set(rows, "$count".to_owned(), Some("1".to_owned()));
                }
                cells(&mut columns, set, frame, rows, object, 0);
                rows += 1;
            }
            offsets.push(i32::try_from(rows).unwrap());
        }
        if rows == 0 {
            continue;
        }
        let batch = columns.finish(rows, set, frame, tape);
        if shape < 2 {
            flat.push((name.clone(), batch));
        } else {
            let rows: ArrayRef = Arc::new(StructArray::from(batch));
            let field = Arc::new(Field::new("item", rows.data_type().clone(), true));
            let list = ListArray::new(field, OffsetBuffer::new(offsets.into()), rows, None);
            nested.push((name.clone(), Arc::new(list)));
        }
    }
    let columns = subjects.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    let columns = columns.into_iter().zip(subjects.columns().to_vec()).chain(nested);
    let subjects = RecordBatch::try_from_iter_with_nullable(
        columns.map(|(name, array)| (name, array, true)).collect::<Vec<_>>(),
    )
    .unwrap();
    let none = Tables::new(in_batches(&subjects, tape));
    flat.into_iter().fold(none, |tables, (name, batch)| tables.table(&name, in_batches(&batch, tape)))
}

/// A table in one batch or in many, some of them without rows.
fn in_batches(table: &RecordBatch, tape: &mut Tape<'_>) -> Vec<RecordBatch> {
    let sizes = match tape.below(3) {
        0 => return vec![table.clone()],
        1 => [0, 1, 2],
        _ => [0, 7, 90],
    };
    let (mut out, mut from) = (Vec::new(), 0);
    for size in sizes.into_iter().cycle() {
        let size = size.min(table.num_rows() - from);
        out.push(table.slice(from, size));
        from += size;
        if from == table.num_rows() {
            return out;
        }
    }
    out
}

/// Files every input of some names in every row, as verified or as its subject has it: columns of them
/// need no statuses beside them.
fn fill(object: &mut Object, set: &CriteriaSet, frame: FrameId, plain: &impl Fn(&Input) -> bool) {
    for input in set.inputs.iter().filter(|input| input.frame == frame && input.key.is_filed()) {
        if !plain(input) {
            continue;
        }
        let value = match object.get(&input.name) {
            Some(Json::Object(parts)) if parts.contains_key("self") => continue,
            Some(Json::Object(parts)) => parts["value"].clone(),
            Some(value) => value.clone(),
            None => Json::Null,
        };
        object.insert(input.name.clone(), value);
    }
}

/// The same in a whole dossier.
fn filled(json: &mut Object, set: &CriteriaSet, plain: &impl Fn(&Input) -> bool) {
    fill(json, set, ROOT, plain);
    for (at, frame) in set.frames.iter().enumerate().skip(1) {
        for row in json.get_mut(&frame.name).and_then(Json::as_array_mut).into_iter().flatten() {
            fill(row.as_object_mut().unwrap(), set, FrameId::from_index(at), plain);
        }
    }
}

/// Random dossiers of a plan that the plan takes, each with an identifier of its own.
fn files(plan: &Plan, count: usize, numbers: &mut Numbers) -> Vec<(Object, Dossier)> {
    let mut out = Vec::new();
    let set = &plan.inner.set;
    let chosen = numbers.tape(set.inputs.len());
    let plain = |input: &Input| {
        let at = set.inputs.iter().position(|other| (other.frame, &other.name) == (input.frame, &input.name));
        at.and_then(|at| chosen.get(at)).is_some_and(|number| number % 2 == 0)
    };
    for at in 0..count * 4 {
        let data = numbers.tape(600);
        let mut json: Json = serde_json::from_str(&dossier(plan, &mut Tape::new(&data))).unwrap();
        json["$id"] = json!(format!("n{at:06}"));
        filled(json.as_object_mut().unwrap(), set, &plain);
        if let Ok(file) = Dossier::from_json(plan, &json.to_string()) {
            out.push((json.as_object().unwrap().clone(), file));
        }
        if out.len() == count {
            break;
        }
    }
    assert!(out.len() * 2 > count, "{} of {count} dossiers are taken", out.len());
    out
}

fn read(plan: &Plan, context: &Context, tables: &Tables, options: &TableOptions) -> TableOutcome {
    let dataset = Dataset::new(plan, context, tables, options).unwrap_or_else(|found| panic!("{found:#?}"));
    dataset.evaluate().unwrap()
}

/// Checks that every row of a population is what its dossier alone says; gives how many rows.
fn check(plan: &Plan, context: &Context, count: usize, numbers: &mut Numbers) -> usize {
    let files = files(plan, count, numbers);
    let objects: Vec<Object> = files.iter().map(|(object, _)| object.clone()).collect();
    let data = numbers.tape(300);
    let tables = tables(&plan.inner.set, &objects, &mut Tape::new(&data));
    let options = TableOptions::default().missing_unknown(true).items(true).receipts(true);
    let outcome = read(plan, context, &tables, &options);
    assert_eq!(outcome.problems(), []);
    assert_eq!(outcome.len(), files.len());
    for (row, (_, file)) in files.iter().enumerate() {
        let alone = plan.evaluate(file, context);
        assert_eq!(outcome.id(row), file.id());
        assert_eq!(outcome.total(row), alone.total(), "{file:?}\n{:?}", outcome.dataset().dossier(row));
        assert_eq!(outcome.class(row), alone.class(), "{file:?}\n{:?}", outcome.dataset().dossier(row));
        let word = alone.class().and_then(|class| match class.settled()? {
            Standing::Class(name) => Some(name.clone()),
            Standing::None => Some("none".to_owned()),
            Standing::NotRanked => Some("not-ranked".to_owned()),
            Standing::Outside => Some("outside".to_owned()),
        });
        assert_eq!(outcome.standing(row), word.as_deref());
        assert_eq!(outcome.covers(row), alone.covers());
        assert_eq!(outcome.digest(row), Some(alone.receipt(None).row()));
        for (line, item) in outcome.items(row).into_iter().zip(alone.items()) {
            assert_eq!(line.code, item.code);
            assert_eq!(line.level, item.level.as_deref());
            let found = (line.applies, line.points, line.max, line.verdict, line.reachable);
            assert_eq!(
                found,
                (item.applies, item.points, item.max, item.verdict, item.reachable),
                "{}",
                item.code
            );
        }
        if row % 16 == 0 {
            let explained = outcome.row(row).unwrap().explain().to_json();
            assert!(explained == alone.explain().to_json(), "{}", file.id());
            let counted = outcome.condensed(row).unwrap();
            assert_eq!((counted.total(), counted.class()), (alone.total(), alone.class()));
            assert_eq!(counted.items(), alone.items());
        }
    }
    files.len()
}

#[test]
fn random_populations_say_what_their_dossiers_say() {
    let mut numbers = Numbers(6);
    let (mut sets, mut rows) = (0, 0);
    while sets < 40 {
        let data = numbers.tape(400);
        let text = source(&mut Tape::new(&data));
        let Some(plan) = compiled(&text).plan else { continue };
        let Ok(context) = plan.context(&ContextOptions::year(2025).unwrap()) else { continue };
        rows += check(&plan, &context, 48, &mut numbers);
        sets += 1;
    }
    assert!(rows > 1_500, "{rows}");
    for text in super::laws::RARE {
        let plan = compiled(text).plan.unwrap();
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        for _ in 0..4 {
            check(&plan, &context, 200, &mut numbers);
        }
    }
}

/// Every set under `examples/`.
#[expect(clippy::disallowed_methods, reason = "the shipped sets are files")]
fn shipped() -> Vec<Plan> {
    let mut texts = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tieuchi") {
                texts.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    texts.sort();
    let mut library = Library::new();
    let sources: Vec<SourceFile> =
        texts.into_iter().map(|(path, text)| SourceFile::new(path.display().to_string(), text)).collect();
    for source in &sources {
        library.add(source);
    }
    sources.iter().map(|source| compile_with(source, &library).plan.unwrap()).collect()
}

#[test]
fn ten_thousand_rows_of_the_shipped_sets_say_what_their_dossiers_say() {
    let mut numbers = Numbers(10);
    let mut rows = 0;
    let plans = shipped();
    let each = 10_000usize.div_ceil(plans.len());
    for plan in plans {
        let context = (2010..=2026)
            .rev()
            .find_map(|year| plan.context(&ContextOptions::year(year).unwrap()).ok())
            .unwrap();
        rows += check(&plan, &context, each, &mut numbers);
    }
    assert!(rows >= 10_000, "{rows}");
}

#[test]
fn blocks_and_parts_do_not_change_what_is_said() {
    let mut numbers = Numbers(3);
    let mut plans = shipped();
    plans.retain(|plan| plan.inner.set.frames.len() > 1);
    let rare = super::laws::RARE.map(|text| compiled(text).plan.unwrap());
    for plan in plans.into_iter().take(3).chain(rare) {
        let context = (2010..=2026)
            .rev()
            .find_map(|year| plan.context(&ContextOptions::year(year).unwrap()).ok())
            .unwrap();
        let files = files(&plan, 700, &mut numbers);
        let mut objects: Vec<Object> = files.into_iter().map(|(object, _)| object).collect();
        // A subject filed twice and a bad cell go with their block.
        objects.push(objects[5].clone());
        let data = numbers.tape(300);
        let tables = tables(&plan.inner.set, &objects, &mut Tape::new(&data));
        let options = TableOptions::default().missing_unknown(true).items(true);
        let whole = read(&plan, &context, &tables, &options.clone().block(5_000));
        assert!(whole.problems().iter().any(|problem| problem.code == "subject-filed-twice"));
        for block in [1, 7, 1_024] {
            let outcome = read(&plan, &context, &tables, &options.clone().block(block));
            assert_eq!(outcome.to_batch(), whole.to_batch(), "{block}");
            assert_eq!(outcome.problems_batch(), whole.problems_batch(), "{block}");
        }
        // A few at a time say what all together say, problems of keys first.
        let dataset = Dataset::new(&plan, &context, &tables, &options).unwrap();
        for size in [1, 100, 701] {
            let (mut rows, mut problems) = (0, Vec::new());
            let all = whole.to_batch();
            let each = |part: TableOutcome| {
                assert_eq!(part.to_batch(), all.slice(rows, part.len()), "{size}");
                assert_eq!(part.row(0).unwrap().total(), part.total(0));
                rows += part.len();
                problems.extend(part.into_problems());
                Ok::<(), ()>(())
            };
            dataset.evaluate_parts(size, each).unwrap();
            assert_eq!(rows, whole.len());
            assert_eq!(problems, whole.problems(), "{size}");
        }
        #[cfg(feature = "parallel")]
        for threads in [1, 2, 4] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let outcome = pool.install(|| read(&plan, &context, &tables, &options.clone().block(13)));
            assert_eq!(outcome.to_batch(), whole.to_batch(), "{threads} threads");
            assert_eq!(outcome.problems_batch(), whole.problems_batch(), "{threads} threads");
        }
    }
}

/// A text with one of its digits made another.
fn edited(text: &str, tape: &mut Tape<'_>) -> String {
    let digits: Vec<usize> =
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = digits[tape.below(digits.len())];
    let other = char::from(b'0' + u8::try_from(tape.below(10)).unwrap());
    let (before, behind) = text.split_at(at);
    format!("{before}{other}{}", &behind[1..])
}

/// What is kept from before an edit says the same as a pass over all by the edited set, edit after edit.
#[test]
fn an_edit_says_what_a_pass_over_all_says() {
    let mut numbers = Numbers(12);
    let (mut again, mut steps, mut known) = (0, 0, 0);
    let random = std::iter::from_fn(|| {
        let data = numbers.tape(400);
        Some(source(&mut Tape::new(&data)))
    });
    let texts: Vec<String> =
        super::laws::RARE.into_iter().map(str::to_owned).chain(random.take(50)).collect();
    for (at, text) in texts.iter().enumerate() {
        let Some(plan) = compiled(text).plan else { continue };
        let year = ContextOptions::year(2025).unwrap().open(at % 2 == 1);
        let Ok(context) = plan.context(&year) else { continue };
        let files = files(&plan, 60, &mut numbers);
        let mut objects: Vec<Object> = files.into_iter().map(|(object, _)| object).collect();
        objects.push(objects[5].clone());
        let data = numbers.tape(300);
        let tables = tables(&plan.inner.set, &objects, &mut Tape::new(&data));
        let options = TableOptions::default().missing_unknown(true).items(true).block(17);
        let options = options.receipts(at % 3 == 0).again(true);
        let mut before = read(&plan, &context, &tables, &options);
        for _ in 0..8 {
            let data = numbers.tape(20);
            let Some(other) = compiled(&edited(text, &mut Tape::new(&data))).plan else { continue };
            let Ok(other_context) = other.context(&year) else { continue };
            let Some(after) = before.again(&other, &other_context) else { continue };
            let whole = read(&other, &other_context, &tables, &options);
            assert_eq!(after.to_batch(), whole.to_batch(), "{text}");
            assert_eq!(after.problems_batch(), whole.problems_batch(), "{text}");
            for row in 0..whole.len() {
                assert_eq!(after.digest(row), whole.digest(row));
                assert_eq!(after.items(row), whole.items(row));
            }
            let alike = other.alike(before.dataset().plan());
            steps += alike.len();
            known += alike.into_iter().flatten().count();
            again += 1;
            before = after;
        }
    }
    assert!(again > 120, "{again}");
    assert!(known * 2 > steps && known < steps, "{known} of {steps}");
}

/// The set of the next test, with all that decides whether tables have to be bound anew.
const EDITED: &str = r#"language en
criteria set EDITED "Edited" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
  uses results OTHER edition E1 recognised
  count verified values; if unverified unknown
subject person "Person"
  fact books "Books": integer from 0 to 100
  fact work "Work": one of "farm", "office"
  fact school "School": text
  fact households "Households": integer from 0 to 100, taken at end of last year
evidence course "Course" with hours: integer from 0 to 100
  if missing none
parameter bar "Bar": integer from 0 to 100
  from 2024-01-01: 4 [assumed]
  from 2024-01-01 in region "far": 3 [assumed]
criterion 1 "Books" max 10 points
  score by books:
    under bar: 0 points
    from bar up: 10 points
criterion 2 "Courses" max 10 points
  each course where hours >= 2: 2 points, at most 10 points
criterion 3 "Others" max 10 points
  met when school = "A" or work = "farm" or households >= 5: 10 points
classification rank "Rank": highest class
  class high "High" when total_points >= 20
  class low "Low" when total_points >= 5 or OTHER.class = held
  class rest "Rest": all other cases
"#;

/// Which edits a dataset stays bound for, and that all parts and steps of a population can be asked again.
#[test]
fn tables_stay_bound_for_the_edits_that_read_them_alike() {
    let other = r#"language en
criteria set OTHER "Other" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 100
title held "Held" when books >= 5
"#;
    let compiled = |text: &str| {
        let mut library = Library::new();
        library.add(&SourceFile::new("other", other));
        let found = compile_with(&SourceFile::new("set", text), &library);
        found.plan.unwrap_or_else(|| panic!("{:#?}\n{text}", found.diagnostics))
    };
    let year = ContextOptions::year(2025).unwrap();
    let plan = compiled(EDITED);
    let context = plan.context(&year).unwrap();
    let mut numbers = Numbers(5);
    let objects: Vec<Object> = files(&plan, 40, &mut numbers).into_iter().map(|(object, _)| object).collect();
    let data = numbers.tape(300);
    let tables = tables(&plan.inner.set, &objects, &mut Tape::new(&data));
    let options = TableOptions::default().missing_unknown(true).items(true).block(7).again(true);
    let dataset = Dataset::new(&plan, &context, &tables, &options).unwrap();
    let mut run = TableRun::new(&dataset);
    while run.step(5) {}
    let before = run.finish().unwrap();
    let first = "criterion 2 \"Courses\" max 10 points\n  each course where hours >= 2: 2 points, at most 10 points\n";
    // What is another column, or another way to read one.
    for (old, new) in [
        ("books \"Books\": integer from 0 to 100", "books \"Books\": integer from 0 to 101"),
        ("books \"Books\": integer", "books \"Books\": number 1 places"),
        ("one of \"farm\", \"office\"", "one of \"office\", \"farm\""),
        ("one of \"farm\", \"office\"", "ranked \"farm\", \"office\", \"sea\""),
        ("school = \"A\"", "school = \"B\""),
        ("taken at end of last year", "taken at end of period"),
        ("if unverified unknown", "if unverified use self-declared"),
        ("E1 recognised", "E1 computed"),
        ("in region \"far\"", "in region \"near\""),
        ("with hours: integer from 0 to 100\n", "with hours: integer from 0 to 100; led: yes no\n"),
        (first, ""),
        ("fact school", "fact unread \"U\": yes no\n  fact school"),
    ] {
        assert!(EDITED.contains(old), "{old}");
        let edited = compiled(&EDITED.replacen(old, new, 1));
        let asked = before.again(&edited, &edited.context(&year).unwrap());
        assert!(asked.is_none(), "{new}");
    }
    let earlier = plan.context(&ContextOptions::year(2024).unwrap()).unwrap();
    assert!(before.again(&plan, &earlier).is_none(), "another year");
    // What is none of these, also where statements come, go and move.
    for (old, new) in [
        (": 4 [assumed]", ": 5 [assumed]"),
        ("in region \"far\": 3", "in region \"far\": 6"),
        (
            "parameter bar",
            "parameter more \"More\": integer from 0 to 9\n  from 2024-01-01: 4 [assumed]\nparameter bar",
        ),
        ("from bar up: 10 points", "from bar to under 90: 10 points\n    from 90 up: 9 points"),
        (
            first,
            "criterion 2 \"Courses\" max 10 points\n  each course where hours >= 3: 2 points, at most 10 points\n",
        ),
        ("max 10 points\n  met when school", "max 20 points\n  met when school"),
        ("  class low", "  class middle \"Middle\" when total_points >= 9\n  class low"),
        ("total_points >= 5 or OTHER.class", "total_points >= 7 or OTHER.class"),
        ("\"Books\" max", "\"Many books\" max"),
    ] {
        assert!(EDITED.contains(old), "{old}");
        let edited = compiled(&EDITED.replacen(old, new, 1));
        let whole = read(&edited, &context, &tables, &options);
        let after = before.again(&edited, &context).unwrap_or_else(|| panic!("{new}"));
        assert_eq!(after.to_batch(), whole.to_batch(), "{new}");
        // A part that does not begin with the first subject, and one of which nothing was kept.
        for kept in [true, false] {
            let dataset = Dataset::new(&plan, &context, &tables, &options.clone().again(kept)).unwrap();
            let mut rows = 0;
            let each = |part: TableOutcome| {
                let after = part.again(&edited, &context).unwrap();
                assert_eq!(after.to_batch(), whole.to_batch().slice(rows, part.len()), "{new}");
                rows += part.len();
                Ok::<(), ()>(())
            };
            dataset.evaluate_parts(16, each).unwrap();
            assert_eq!(rows, whole.len());
        }
    }
}

#[test]
fn verdicts_are_all_reached() {
    let mut numbers = Numbers(4);
    let mut seen = BTreeSet::new();
    for plan in shipped().into_iter().take(6) {
        let context = (2010..=2026)
            .rev()
            .find_map(|year| plan.context(&ContextOptions::year(year).unwrap()).ok())
            .unwrap();
        let objects: Vec<Object> =
            files(&plan, 60, &mut numbers).into_iter().map(|(object, _)| object).collect();
        let data = numbers.tape(300);
        let tables = tables(&plan.inner.set, &objects, &mut Tape::new(&data));
        let options = TableOptions::default().missing_unknown(true).items(true);
        let outcome = read(&plan, &context, &tables, &options);
        seen.extend((0..outcome.len()).flat_map(|row| outcome.items(row)).filter_map(|line| line.verdict));
    }
    assert!(
        seen.contains(&Verdict::Met) && seen.contains(&Verdict::NotMet) && seen.contains(&Verdict::Unknown)
    );
}

/// What the arrays of a list hold is what the array says.
#[test]
fn types_of_test_columns_differ() {
    let mut numbers = Numbers(1);
    let data = numbers.tape(50);
    let mut tape = Tape::new(&data);
    let texts = [Some("a".to_owned()), None];
    let types: BTreeSet<String> =
        (0..20).map(|_| array(None, &texts, false, &mut tape).data_type().to_string()).collect();
    assert!(types.len() == 4 && !types.contains(&DataType::Null.to_string()), "{types:?}");
}
