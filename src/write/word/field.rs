//! Fields with their results already in them; each field character stands in a run of its own.

use docx_rs::{FieldCharType, InstrText, Run};

/// The runs that open a field: begin, instruction, separator. Its result and [`close`] follow.
pub fn open(instruction: &str) -> Vec<Run> {
    let instruction = InstrText::Unsupported(format!(" {instruction} "));
    vec![
        Run::new().add_field_char(FieldCharType::Begin, false),
        Run::new().add_instr_text(instruction),
        Run::new().add_field_char(FieldCharType::Separate, false),
    ]
}

/// The run that ends a field.
pub fn close() -> Run {
    Run::new().add_field_char(FieldCharType::End, false)
}

/// A whole field with one run as its result.
pub fn whole(instruction: &str, result: Run) -> Vec<Run> {
    let mut runs = open(instruction);
    runs.push(result);
    runs.push(close());
    runs
}

/// The number of the page of a bookmark.
pub fn page_of(bookmark: &str, page: usize) -> Vec<Run> {
    whole(
        &format!("PAGEREF {bookmark} \\h"),
        Run::new().add_text(page.to_string()),
    )
}
