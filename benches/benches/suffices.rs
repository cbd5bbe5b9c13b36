//! What would suffice, against one evaluation of the same dossier.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tieuchi::{ContextOptions, Dossier, SufficesOptions, compile};
use tieuchi_benches::{CITIZEN_CLASS, FORTY_ITEMS, citizen_open, each, timed};

fn suffices(c: &mut Criterion) {
    let (Ok(plan), Some(options)) = (compile(&citizen_open()), ContextOptions::year(2025)) else { return };
    let Ok(context) = plan.context(&options) else { return };
    let Ok(dossier) = Dossier::from_json(&plan, FORTY_ITEMS) else { return };
    let outcome = plan.evaluate(&dossier, &context);
    let bounds = SufficesOptions::default();
    let mut group = c.benchmark_group("suffices");
    let (mut one, mut all) = (Duration::MAX, Duration::MAX);
    group.bench_function("one evaluation", |b| {
        b.iter_custom(|times| {
            let spent = timed(times, || black_box(plan.evaluate(black_box(&dossier), &context)));
            one = one.min(each(spent, times));
            spent
        });
    });
    group.bench_function("ten indicators, forty items", |b| {
        b.iter_custom(|times| {
            let spent = timed(times, || black_box(black_box(&outcome).suffices(CITIZEN_CLASS, &bounds)));
            all = all.min(each(spent, times));
            spent
        });
    });
    group.bench_function("what it rests on", |b| b.iter(|| black_box(&outcome).rests_on(CITIZEN_CLASS)));
    group.finish();
    if let Ok(answer) = outcome.suffices(CITIZEN_CLASS, &bounds) {
        let ratio = all.as_nanos().checked_div(one.as_nanos()).unwrap_or(0);
        println!(
            "suffices: {ratio} times one evaluation; {} sets, {} dossiers tried",
            answer.sets.len(),
            answer.search.evaluations
        );
    }
}

criterion_group!(benches, suffices);
criterion_main!(benches);
