//! One dossier: read, evaluated, explained; and text to text.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tieuchi::{ContextOptions, Dossier, compile};
use tieuchi_benches::{CITIZEN, CITIZEN_DOSSIER, each, timed};

fn single(c: &mut Criterion) {
    let (Ok(plan), Some(options)) = (compile(CITIZEN), ContextOptions::year(2025)) else { return };
    let Ok(context) = plan.context(&options) else { return };
    let Ok(dossier) = Dossier::from_json(&plan, CITIZEN_DOSSIER) else { return };
    let mut group = c.benchmark_group("single");
    group.bench_function("read", |b| b.iter(|| Dossier::from_json(&plan, black_box(CITIZEN_DOSSIER))));
    let (mut plain, mut explained) = (Duration::MAX, Duration::MAX);
    group.bench_function("evaluate", |b| {
        b.iter_custom(|times| {
            let spent = timed(times, || plan.evaluate(black_box(&dossier), &context));
            plain = plain.min(each(spent, times));
            spent
        });
    });
    group.bench_function("evaluate, explain", |b| {
        b.iter_custom(|times| {
            let spent = timed(times, || plan.evaluate(black_box(&dossier), &context).explain());
            explained = explained.min(each(spent, times));
            spent
        });
    });
    group.bench_function("text to total", |b| {
        b.iter(|| {
            let dossier = Dossier::from_json(&plan, black_box(CITIZEN_DOSSIER));
            dossier.map(|dossier| plan.evaluate(&dossier, &context).total())
        });
    });
    group.bench_function("text to explained text", |b| {
        b.iter(|| {
            let dossier = Dossier::from_json(&plan, black_box(CITIZEN_DOSSIER));
            dossier.map(|dossier| plan.evaluate(&dossier, &context).explain().to_json())
        });
    });
    let many = vec![dossier.clone(); 1_000];
    group.bench_function("a thousand in columns", |b| {
        b.iter(|| plan.evaluate_all(black_box(&many), &context))
    });
    group.finish();
    let tenths = (explained.as_nanos() * 10).checked_div(plain.as_nanos()).unwrap_or(0);
    println!("explained: {}.{} times one evaluation", tenths / 10, tenths % 10);
}

criterion_group!(benches, single);
criterion_main!(benches);
