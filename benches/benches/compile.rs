//! Source text to plan, checked, as the number of indicators grows.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tieuchi::compile;
use tieuchi_benches::{CITIZEN, wide_set};

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("compile");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    group.bench_function("the usual shape", |b| b.iter(|| compile(black_box(CITIZEN))));
    for indicators in [10, 100, 1_000, 10_000] {
        let text = wide_set(indicators);
        group.bench_with_input(BenchmarkId::from_parameter(indicators), &text, |b, text| {
            b.iter(|| compile(black_box(text)));
        });
    }
    group.finish();
}

criterion_group!(benches, growth);
criterion_main!(benches);
