//! The files of a package, in the order and under the names that the receiver reads.

use super::names::{base, paper_path};
use super::{check_words, pages, tables};
use crate::archive::{SUMS, digest, render_sums};
use crate::compile::{self, Format, Pages, SideDocument};
use crate::diagnostic::{Code, Diagnostic};
use crate::edition::undisclosed;
use crate::plan::{EnclosureContent, EnclosureFormat, unreadable};
use crate::release::{Own, Released, bind};
use crate::source::{Place, SourceMap};
use crate::template::enclosures::{CompanyPapers, Enclosed, EnclosedFile, Listing, Packing, own_note};
use crate::world::World;
use crate::write::{WriteError, excel};

/// A file of a package.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The number of its enclosure.
    pub number: u32,
    /// Its path in the zip file.
    pub path: String,
    /// What it holds; of the list of enclosures nothing while it is made.
    pub file: Option<Released>,
    /// How many pages it has, if it has pages and they could be counted.
    pub pages: Option<u32>,
    /// Its checksum; none of the list of enclosures, which cannot tell its own.
    pub digest: Option<String>,
    /// Where `enclosures.toml` or a company names it.
    pub place: Place,
}

/// Makes the files of a package.
pub struct Contents<'a> {
    /// The project folder.
    pub world: &'a dyn World,
    /// The plan as the edition shows it.
    pub plan: &'a Pages,
    /// The plan as the nation is to publish it, where something enclosed needs it.
    pub public: Option<&'a Pages>,
    /// The files that diagnostics speak of.
    pub sources: &'a mut SourceMap,
    /// What went wrong, also on the way.
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// Whether a list of checksums goes with them.
    pub is_verifiable: bool,
    /// The files so far; what is made of the others stands where its number puts it, empty
    /// until they are there.
    pub files: Vec<Packed>,
}

/// The outlines among the templates: of the list, the letter, the matrix, the annex and what is not published.
const LIST: &str = "enclosures/";
const LETTER: &str = "letter/";
const MATRIX: &str = "matrix/";
const ANNEX: &str = "annex/";
const UNDISCLOSED: &str = "undisclosed/";

impl Contents<'_> {
    /// Makes everything that is enclosed, then the list of it.
    ///
    /// # Errors
    /// Where a writer refuses a document.
    pub fn all(&mut self, enclosed: &[Enclosed]) -> Result<(), WriteError> {
        for enclosure in enclosed {
            match enclosure.content {
                EnclosureContent::Letter => self.document(enclosure, LETTER, listings(enclosed))?,
                EnclosureContent::List | EnclosureContent::Merged => self.empty(enclosure),
                EnclosureContent::Plan => self.written(enclosure, self.plan)?,
                EnclosureContent::PublicPlan => self.public.map_or(Ok(()), |it| self.written(enclosure, it))?,
                EnclosureContent::Annex => self.annex(enclosure)?,
                EnclosureContent::Undisclosed => self.undisclosed(enclosure)?,
                EnclosureContent::Requirements => self.document(enclosure, MATRIX, Packing::default())?,
                EnclosureContent::Evidence => {
                    for file in compile::write(self.plan, &[Format::Xlsx])? {
                        self.generated(enclosure, EnclosureFormat::Xlsx, Some(file), None);
                    }
                }
                EnclosureContent::Companies => self.companies(enclosure)?,
                EnclosureContent::Papers => enclosure.companies.iter().for_each(|it| self.papers(enclosure, it)),
            }
        }
        let of = |content| enclosed.iter().filter(move |it| it.content == content);
        of(EnclosureContent::Merged).for_each(|it| self.merge(it));
        of(EnclosureContent::List).try_for_each(|list| self.fill_list(list))
    }

    /// A document beside the plan, from an outline of its own.
    fn document(&mut self, enclosure: &Enclosed, outline: &str, packing: Packing) -> Result<(), WriteError> {
        let document = SideDocument {
            outline,
            packing,
            ..SideDocument::default()
        };
        self.side_document(enclosure, document)
    }

    /// 別冊: what the plan prints beyond the one for the public.
    fn annex(&mut self, enclosure: &Enclosed) -> Result<(), WriteError> {
        let document = SideDocument {
            outline: ANNEX,
            undisclosed: true,
            beyond: self.public,
            ..SideDocument::default()
        };
        self.side_document(enclosure, document)
    }

    /// 非公表項目一覧: the items that the plan for the public leaves out.
    fn undisclosed(&mut self, enclosure: &Enclosed) -> Result<(), WriteError> {
        let missing = self.public.map(|public| undisclosed(self.plan.view(), public.view()));
        let document = SideDocument {
            outline: UNDISCLOSED,
            undisclosed: true,
            packing: Packing {
                undisclosed: missing.unwrap_or_default(),
                ..Packing::default()
            },
            ..SideDocument::default()
        };
        self.side_document(enclosure, document)
    }

    fn side_document(&mut self, enclosure: &Enclosed, document: SideDocument<'_>) -> Result<(), WriteError> {
        match self.beside(enclosure, document) {
            Some(pages) => self.written(enclosure, &pages),
            None => Ok(()),
        }
    }

    fn beside(&mut self, enclosure: &Enclosed, document: SideDocument<'_>) -> Option<Pages> {
        let document = SideDocument {
            title: &enclosure.name,
            ..document
        };
        compile::beside((self.world, self.sources, self.diagnostics), self.plan, document)
    }

    fn written(&mut self, enclosure: &Enclosed, pages: &Pages) -> Result<(), WriteError> {
        let count = u32::try_from(pages.layout.page_count()).ok();
        for format in &enclosure.formats {
            let Some(wanted) = document_format(*format) else {
                continue;
            };
            for file in compile::write(pages, &[wanted])? {
                self.generated(enclosure, *format, Some(file), count);
            }
        }
        Ok(())
    }

    fn companies(&mut self, enclosure: &Enclosed) -> Result<(), WriteError> {
        let (view, date) = (self.plan.view(), self.plan.document.date);
        for format in &enclosure.formats {
            let written = match format {
                EnclosureFormat::Csv => tables::companies_csv(view).map_err(excel::ExcelError::Undisclosed)?,
                EnclosureFormat::Xlsx | EnclosureFormat::Docx | EnclosureFormat::Pdf => {
                    excel::write(&tables::companies(&enclosure.name, date, view))?
                }
            };
            let name = format!("{}.{}", base(enclosure), format.word());
            match compile::released(self.plan, name, written) {
                Ok(file) => self.generated(enclosure, *format, Some(file), None),
                Err(leaks) => self.diagnostics.extend(leaks),
            }
        }
        Ok(())
    }

    fn generated(&mut self, enclosure: &Enclosed, format: EnclosureFormat, file: Option<Released>, pages: Option<u32>) {
        self.files.push(Packed {
            number: enclosure.number,
            path: format!("{}.{}", base(enclosure), format.word()),
            digest: file.as_ref().map(|it| digest(it.bytes())),
            file,
            pages,
            place: enclosure.place,
        });
    }

    /// The papers of a company, as they are, in a folder of the company.
    fn papers(&mut self, enclosure: &Enclosed, company: &CompanyPapers) {
        for paper in &company.papers {
            let bytes = match self.world.read(&format!("sources/{}", paper.path)) {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.diagnostics.push(unreadable(paper.place, &paper.path, &error));
                    continue;
                }
            };
            let path = paper_path(enclosure, company, paper);
            self.files.push(Packed {
                number: enclosure.number,
                pages: pages::count(&bytes),
                digest: Some(digest(&bytes)),
                file: Some(Released::own(Own::Paper, &*path, bytes)),
                path,
                place: paper.place,
            });
        }
    }

    fn empty(&mut self, enclosure: &Enclosed) {
        for format in &enclosure.formats {
            self.generated(enclosure, *format, None, None);
        }
    }

    /// All PDF files bound as one; not the list of enclosures, which tells the checksum of that.
    fn merge(&mut self, merged: &Enclosed) {
        let own = format!("{}.{}", base(merged), EnclosureFormat::Pdf.word());
        let pdf = |file: &&Packed| file.path.to_lowercase().ends_with(".pdf");
        let files = self.files.iter().filter(pdf);
        let files: Vec<(&str, &Released, Place)> = files
            .filter_map(|it| Some((stem(&it.path), it.file.as_ref()?, it.place)))
            .collect();
        let parts: Vec<(&str, &Released)> = files.iter().map(|(title, file, _)| (*title, *file)).collect();
        let title = format!("{}　{}", self.plan.document.title.text, merged.name);
        let bound = match bind(own.clone(), &title, &parts) {
            Ok(bound) => bound,
            Err(index) => {
                let (title, _, place) = files[index];
                self.diagnostics.push(not_bound(title, place));
                return;
            }
        };
        if let Some(place) = self.files.iter_mut().find(|it| it.path == own) {
            place.pages = pages::count(bound.bytes());
            place.digest = Some(digest(bound.bytes()));
            place.file = Some(bound);
        }
    }

    fn fill_list(&mut self, list: &Enclosed) -> Result<(), WriteError> {
        for format in &list.formats {
            let path = format!("{}.{}", base(list), format.word());
            let file = match format {
                EnclosureFormat::Xlsx => {
                    let head = (&*list.name, self.plan.document.date);
                    let book = tables::enclosures(head, self.plan.view(), &self.files, own_note(self.is_verifiable));
                    let written = excel::write(&book)?;
                    compile::released(self.plan, path.clone(), written).map_err(WriteError::Leaks)?
                }
                EnclosureFormat::Docx | EnclosureFormat::Pdf | EnclosureFormat::Csv => {
                    let packing = Packing {
                        files: self.files.iter().map(listed).collect(),
                        is_verifiable: self.is_verifiable,
                        ..Packing::default()
                    };
                    let document = SideDocument {
                        outline: LIST,
                        packing,
                        ..SideDocument::default()
                    };
                    let Some(pages) = self.beside(list, document) else {
                        continue;
                    };
                    let formats: Vec<Format> = document_format(*format).into_iter().collect();
                    let Some(file) = compile::write(&pages, &formats)?.pop() else {
                        continue;
                    };
                    file
                }
            };
            let place = self.files.iter_mut().find(|it| it.path == path);
            place.into_iter().for_each(|it| it.file = Some(file.clone()));
        }
        Ok(())
    }
}

/// A path without its ending.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// That a PDF file cannot be bound with the others.
fn not_bound(name: &str, place: Place) -> Diagnostic {
    let message = format!("「{name}」の PDF を読めないため、一つの PDF にまとめられません。");
    let hint = "PDF を作り直してもらうか、plan-templates/cluster/enclosures.toml から content = \"merged\" の部分を消してください。";
    Diagnostic::new(Code::UnreadablePaper, place, message).hint(hint)
}

/// What a letter tells of the enclosures.
fn listings(enclosed: &[Enclosed]) -> Packing {
    let listing = |it: &Enclosed| Listing {
        name: it.name.clone(),
        companies: it.companies.len(),
        is_letter: it.content == EnclosureContent::Letter,
    };
    Packing {
        listings: enclosed.iter().map(listing).collect(),
        ..Packing::default()
    }
}

fn listed(file: &Packed) -> EnclosedFile {
    EnclosedFile {
        number: file.number,
        path: file.path.as_str().into(),
        pages: file.pages,
        size: file.file.as_ref().map(|it| it.bytes().len() as u64),
        digest: file.digest.clone(),
    }
}

fn document_format(format: EnclosureFormat) -> Option<Format> {
    match format {
        EnclosureFormat::Docx => Some(Format::Docx),
        EnclosureFormat::Pdf => Some(Format::Pdf),
        EnclosureFormat::Xlsx | EnclosureFormat::Csv => None,
    }
}

/// The files with those by which they are checked behind them.
pub fn with_sums(files: Vec<Packed>) -> Vec<Released> {
    let mut files = in_place(files);
    let digests: Vec<String> = files.iter().map(|it| digest(it.bytes())).collect();
    let listed = files.iter().zip(&digests).map(|(file, digest)| check_words::Listed {
        path: file.path(),
        size: file.bytes().len() as u64,
        digest,
    });
    let words = check_words::bytes(&listed.collect::<Vec<_>>());
    let digests = digests.into_iter().chain([digest(&words)]);
    let digests: Vec<String> = digests.collect();
    files.push(Released::own(Own::Checksums, check_words::NAME, words));
    let sums = digests.iter().zip(&files);
    let sums = render_sums(sums.map(|(digest, file)| (&**digest, file.path())));
    files.push(Released::own(Own::Checksums, SUMS, sums));
    files
}

/// The files under their paths.
pub fn in_place(files: Vec<Packed>) -> Vec<Released> {
    let named = |it: Packed| it.file.map(|file| file.named(&it.path));
    files.into_iter().filter_map(named).collect()
}
