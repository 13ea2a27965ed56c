//! Writes zip files: the same files give the same bytes.

use jiff::civil::Date;
use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// How files are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// As they are: most files of offices are packed already, and the bytes depend on no packer.
    Stored,
    /// Deflated.
    Deflated,
}

/// Packs files in the order given. Their times are midnight of `date`, or the first that zip knows: the clock is no
/// part of a zip file.
///
/// # Errors
/// Where a file is too large for a zip file, or two have one name.
pub fn pack<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    packing: Packing,
    date: Option<Date>,
) -> Result<Vec<u8>, ZipError> {
    let method = match packing {
        Packing::Stored => CompressionMethod::Stored,
        Packing::Deflated => CompressionMethod::Deflated,
    };
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(date.and_then(time).unwrap_or_default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn time(date: Date) -> Option<DateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    DateTime::from_date_and_time(year, month, day, 0, 0, 0).ok()
}
