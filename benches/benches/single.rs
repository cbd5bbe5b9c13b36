//! One dossier: read, evaluated, explained; and text to text.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use tieuchi::{ContextOptions, Dossier, compile};
use tieuchi_benches::{CITIZEN, CITIZEN_DOSSIER};

fn single(c: &mut Criterion) {
    let (Ok(plan), Some(options)) = (compile(CITIZEN), ContextOptions::year(2025)) else { return };
    let Ok(context) = plan.context(&options) else { return };
    let Ok(dossier) = Dossier::from_json(&plan, CITIZEN_DOSSIER) else { return };
    let mut group = c.benchmark_group("single");
    group.bench_function("read", |b| b.iter(|| Dossier::from_json(&plan, black_box(CITIZEN_DOSSIER))));
    group.bench_function("evaluate", |b| b.iter(|| plan.evaluate(black_box(&dossier), &context)));
    group.bench_function("evaluate, explain", |b| {
        b.iter(|| plan.evaluate(black_box(&dossier), &context).explain());
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
}

criterion_group!(benches, single);
criterion_main!(benches);
