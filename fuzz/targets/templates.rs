//! A template of any text, Markdown and tags, over the values of the sample.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planc::diagnostic::{Edition, sort};
use planc::edition::{PlanView, view};
use planc::plan::{Plan, load};
use planc::template::requirements::Matrix;
use planc::template::{NodeIds, Template, components, expand, values};
use planc_fuzz::{assert_sound, sample};
use std::sync::{Arc, LazyLock};

static SAMPLE: LazyLock<(Plan, Arc<PlanView>)> = LazyLock::new(|| {
    let (plan, _) = load(&sample());
    let view = Arc::new(view(&plan, Edition::Draft));
    (plan, view)
});

fuzz_target!(|text: &str| {
    let (plan, view) = &*SAMPLE;
    // As when it is read.
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let mut sources = plan.sources.clone();
    let mut template = |path: &str, text: &str| Template {
        file: sources.add(path, text),
        path: path.into(),
        text: text.into(),
    };
    let templates = [
        template("plan-templates/cluster/01-fuzzed.md", &text),
        // Another that it may include.
        template("plan-templates/cluster/00-cover.md", "{{ cover() }}\n"),
    ];
    let (context, origins) = values(view);
    let ids = NodeIds::default();
    let parts = components(view, &ids, Matrix::default());
    let mut diagnostics = expand(&templates, context, &Arc::new(origins), parts, ids).diagnostics;
    sort(&mut diagnostics, &sources);
    assert_sound(&diagnostics, &sources);
});
