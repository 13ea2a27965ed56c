//! Reads the files of `sources/` into a [`Plan`], with everything that is wrong with them.

use super::member::Record;
use super::paper;
use super::read::read;
use super::stray::{is_lookalike, is_stray};
use super::{Company, Entry, Field, FilePath, Leaf, Picture, Plan, Statistics, Support};
use crate::diagnostic::{Code, Diagnostic};
use crate::parallel;
use crate::source::{FileId, Place, SourceMap, Span};
use crate::world::{ReadError, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

const FOLDER: &str = "sources";

/// The folders of the sources that are looked through or hold other things.
const FOLDERS: [&str; 4] = ["fields", "companies", "attachments", "schemas"];

/// No source that people wrote is larger, in bytes.
const LARGEST_SOURCE: u64 = 2 * 1024 * 1024;

/// Reads all sources. The plan is as whole as the files allow; what is wrong is in the diagnostics.
pub fn load(world: &dyn World) -> (Plan, Vec<Diagnostic>) {
    let mut loader = Loader::new(world, SourceMap::default());
    let about = loader.required("plan");
    let mut fields: Vec<Entry<Field>> = loader.folder("fields");
    fields.sort_by_key(|field| (field.order.value(), field.id.clone()));
    let companies: Vec<Entry<Company>> = loader.folder("companies");
    let support: Entry<Support> = loader.required("support");
    let statistics: Option<Entry<Statistics>> = loader.optional("statistics");
    loader.strays();
    let pictures = loader.pictures(&companies);
    loader.attachments(&companies);
    loader.papers(&companies);
    let plan = Plan {
        sources: loader.sources,
        about,
        fields,
        companies,
        support,
        statistics,
        pictures,
    };
    (plan, loader.diagnostics)
}

struct Loader<'a> {
    world: &'a dyn World,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Loader<'a> {
    fn new(world: &'a dyn World, sources: SourceMap) -> Self {
        Loader {
            world,
            sources,
            diagnostics: Vec::new(),
        }
    }

    fn required<T: Record>(&mut self, id: &str) -> Entry<T> {
        let path = format!("{FOLDER}/{id}.toml");
        self.file(&path, id).unwrap_or_else(|| {
            let file = self.sources.add(&path, "");
            let message = format!("ファイル {path} がありません。");
            let hint = match self.lookalike(id) {
                Some(name) => format!("「{name}」があります。名前を {id}.toml に直してください。"),
                None => "計画のフォルダーで実行しているか、ファイルの名前を確かめてください。".to_owned(),
            };
            self.diagnostics
                .push(Diagnostic::new(Code::MissingFile, start(file), message).hint(hint));
            Entry {
                id: id.into(),
                file,
                record: T::faulty(start(file)),
            }
        })
    }

    /// A file beside that was meant to be `<id>.toml`.
    fn lookalike(&self, id: &str) -> Option<String> {
        let names = self.world.list(FOLDER).unwrap_or_default();
        names.into_iter().find(|name| is_lookalike(name, id))
    }

    /// Says which files were surely meant as sources, but are not read.
    fn strays(&mut self) {
        for folder in [
            FOLDER.to_owned(),
            format!("{FOLDER}/fields"),
            format!("{FOLDER}/companies"),
        ] {
            let outermost = folder == FOLDER;
            // That a folder cannot be listed was said where it was read.
            for name in self.world.list(&folder).unwrap_or_default() {
                if is_stray(&name, outermost) {
                    self.stray(&format!("{folder}/{name}"));
                } else if !(name.starts_with('.') || outermost && self.is_looked_through(&name)) {
                    self.strays_below(&format!("{folder}/{name}"));
                }
            }
        }
    }

    /// Whether a folder is one of the contract, in whatever letters the file system gives it.
    fn is_looked_through(&self, name: &str) -> bool {
        let found = FOLDERS.iter().find(|folder| folder.eq_ignore_ascii_case(name));
        let is_there = |folder: &str| self.world.list(folder).is_ok_and(|names| !names.is_empty());
        found.is_some_and(|folder| is_there(&format!("{FOLDER}/{folder}")))
    }

    fn strays_below(&mut self, folder: &str) {
        for name in self.world.list(folder).unwrap_or_default() {
            if name.ends_with(".toml") {
                self.stray(&format!("{folder}/{name}"));
            }
        }
    }

    fn stray(&mut self, path: &str) {
        let file = self.sources.add(path, "");
        let message = format!("「{path}」は資料として読まれません。");
        let hint = "企業は sources/companies、対象分野は sources/fields のすぐ下に、終わりが小文字の .toml である名前で置いてください。資料でなければ、ほかの場所に移してください。";
        self.diagnostics
            .push(Diagnostic::new(Code::StrayFile, start(file), message).hint(hint));
    }

    fn optional<T: Record>(&mut self, id: &str) -> Option<Entry<T>> {
        self.file(&format!("{FOLDER}/{id}.toml"), id)
    }

    /// The files of a folder; each is read apart from the others.
    fn folder<T: Record + Send>(&mut self, name: &str) -> Vec<Entry<T>> {
        let folder = format!("{FOLDER}/{name}");
        let names = match self.world.list(&folder) {
            Ok(names) => names,
            Err(error) => {
                let file = self.sources.add(&folder, "");
                self.diagnostics.push(unreadable(start(file), &folder, &error));
                return Vec::new();
            }
        };
        let ids = names
            .iter()
            .filter(|name| !name.starts_with('.'))
            .filter_map(|name| name.strip_suffix(".toml"));
        let ids: Vec<&str> = ids.collect();
        let (world, before) = (self.world, &self.sources);
        let loaded = parallel::map(&ids, |index, id| {
            let mut loader = Loader::new(world, before.behind(index));
            let entry = loader.listed(&format!("{folder}/{id}.toml"), id);
            (entry, loader)
        });
        let take = |(entry, loader): (Entry<T>, Loader<'_>)| {
            self.sources.append(loader.sources);
            self.diagnostics.extend(loader.diagnostics);
            entry
        };
        loaded.into_iter().map(take).collect()
    }

    /// Reads a file whose name stands in its folder: that it cannot be found is a problem too.
    fn listed<T: Record>(&mut self, path: &str, id: &str) -> Entry<T> {
        let found = self.file(path, id);
        found.unwrap_or_else(|| self.unreadable(path, id, &ReadError::Missing))
    }

    /// Reads a file; `None` where it is not there.
    fn file<T: Record>(&mut self, path: &str, id: &str) -> Option<Entry<T>> {
        let bytes = match self.world.read_at_most(path, LARGEST_SOURCE) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => return None,
            Err(ReadError::TooLarge) => return Some(self.too_large(path, id)),
            Err(error) => return Some(self.unreadable(path, id, &error)),
        };
        let id: Arc<str> = id.nfc().collect::<String>().into();
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(error) => return Some(self.not_utf8(path, id, &bytes[..error.valid_up_to()])),
        };
        let file = self.sources.add(path, text);
        let record = read(file, text, &mut self.diagnostics);
        Some(Entry { id, file, record })
    }

    fn unreadable<T: Record>(&mut self, path: &str, id: &str, error: &ReadError) -> Entry<T> {
        let file = self.sources.add(path, "");
        self.diagnostics.push(unreadable(start(file), path, error));
        Entry {
            id: id.into(),
            file,
            record: T::faulty(start(file)),
        }
    }

    fn too_large<T: Record>(&mut self, path: &str, id: &str) -> Entry<T> {
        let file = self.sources.add(path, "");
        let message = "資料のファイルが大きすぎます（上限2MB）。";
        let hint = "資料のファイルかどうかを確かめてください。写真や書類は attachments フォルダーに置きます。";
        self.diagnostics
            .push(Diagnostic::new(Code::BadValue, start(file), message).hint(hint));
        Entry {
            id: id.into(),
            file,
            record: T::faulty(start(file)),
        }
    }

    fn not_utf8<T: Record>(&mut self, path: &str, id: Arc<str>, valid: &[u8]) -> Entry<T> {
        let valid = String::from_utf8_lossy(valid);
        let file = self.sources.add(path, &valid);
        let place = Place {
            file,
            span: Span {
                start: valid.len(),
                end: valid.len(),
            },
        };
        let message = "文字コードが UTF-8 ではありません。ここから先を読めません。".to_owned();
        let hint = "メモ帳などで「名前を付けて保存」を選び、文字コードを UTF-8 にして保存し直してください。";
        self.diagnostics
            .push(Diagnostic::new(Code::NotUtf8, place, message).hint(hint));
        Entry {
            id,
            file,
            record: T::faulty(start(file)),
        }
    }

    /// The pictures of the photos, each file opened once.
    fn pictures(&mut self, companies: &[Entry<Company>]) -> BTreeMap<Arc<str>, Picture> {
        let photos = companies.iter().flat_map(|company| company.profile.photos.iter());
        let named: Vec<(&Arc<str>, Place)> = photos
            .filter_map(|photo| Some((&photo.file.get()?.0, photo.file.place()?)))
            .collect();
        let paths: BTreeSet<&Arc<str>> = named.iter().map(|(path, _)| *path).collect();
        let paths: Vec<&Arc<str>> = paths.into_iter().collect();
        let world = self.world;
        let opened = parallel::map(&paths, |_, path| picture(world, path));
        let mut opened: BTreeMap<&Arc<str>, Result<Picture, NoPicture>> = paths.iter().copied().zip(opened).collect();
        let problem = |(path, place): &(&Arc<str>, Place)| Some(opened.get(path)?.as_ref().err()?.at(path, *place));
        self.diagnostics.extend(named.iter().filter_map(problem));
        opened.retain(|_, picture| picture.is_ok());
        let pictures = opened.into_iter();
        pictures
            .filter_map(|(path, picture)| Some((path.clone(), picture.ok()?)))
            .collect()
    }

    /// Attachments are there, none twice in one company's list, be it under two names.
    fn attachments(&mut self, companies: &[Entry<Company>]) {
        for company in companies {
            let mut seen: Vec<(&str, u64)> = Vec::new();
            for attachment in company.attachments.iter() {
                let Leaf::Given {
                    value: FilePath(path),
                    place,
                    ..
                } = &attachment.file
                else {
                    continue;
                };
                let size = match self.world.size(&format!("{FOLDER}/{path}")) {
                    Ok(size) => size,
                    Err(error) => {
                        self.diagnostics.push(unreadable(*place, path, &error));
                        continue;
                    }
                };
                if let Some((first, _)) = seen
                    .iter()
                    .find(|(other, length)| *length == size && self.same(other, path))
                {
                    let message = format!("「{first}」と同じファイルが、二度添付されています。");
                    let hint = "一方の行を消すか、本来添付するファイルに替えてください。";
                    self.diagnostics
                        .push(Diagnostic::new(Code::DuplicateAttachment, *place, message).hint(hint));
                }
                seen.push((path, size));
            }
        }
    }

    /// What is wrong with the papers of companies, each opened.
    fn papers(&mut self, companies: &[Entry<Company>]) {
        let signs: Vec<paper::Sign> = companies.iter().map(|it| paper::Sign::of(it)).collect();
        let world = self.world;
        // That a file cannot be read was said before.
        let read = |path: &str| world.read(&format!("{FOLDER}/{path}")).ok();
        let found = parallel::map(companies, |index, company| {
            paper::check(company, (index, &signs), &read)
        });
        self.diagnostics.extend(found.into_iter().flatten());
    }

    /// Whether two files hold the same.
    fn same(&self, one: &str, other: &str) -> bool {
        let read = |path: &str| self.world.read(&format!("{FOLDER}/{path}")).ok();
        one == other || read(one).is_some_and(|bytes| Some(bytes) == read(other))
    }
}

/// Why a file is no picture.
enum NoPicture {
    Unreadable(ReadError),
    Unfit(&'static str),
}

fn picture(world: &dyn World, path: &str) -> Result<Picture, NoPicture> {
    let bytes = world.read(&format!("{FOLDER}/{path}")).map_err(NoPicture::Unreadable)?;
    Picture::open(&bytes).map_err(NoPicture::Unfit)
}

impl NoPicture {
    /// That a photo names such a file.
    fn at(&self, path: &str, place: Place) -> Diagnostic {
        match self {
            NoPicture::Unreadable(error) => unreadable(place, path, error),
            NoPicture::Unfit(reason) => {
                let message = format!("「{path}」は写真として使えません。{reason}");
                let hint = "PNG 又は JPEG の写真を、必要なら縮小し、保存し直して指定してください。";
                Diagnostic::new(Code::BadValue, place, message).hint(hint)
            }
        }
    }
}

fn start(file: FileId) -> Place {
    Place {
        file,
        span: Span::default(),
    }
}

/// That a file named at `place` cannot be read.
pub fn unreadable(place: Place, path: &str, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::Missing => Diagnostic::new(
            Code::MissingAttachment,
            place,
            format!("ファイル「{path}」がありません。"),
        )
        .hint("sources フォルダーから見た位置と、名前の綴りを確かめてください。"),
        ReadError::Outside => {
            let message = format!("「{path}」は、計画のフォルダーの外を指しています。");
            let hint = "ファイルを sources フォルダーの中に置き、そこから見た位置を / で区切って書いてください。";
            Diagnostic::new(Code::UnsafePath, place, message).hint(hint)
        }
        ReadError::TooLarge => Diagnostic::new(
            Code::BadValue,
            place,
            format!("ファイル「{path}」が大きすぎます（上限64MB）。"),
        )
        .hint("ファイルを小さくしてください。"),
        ReadError::Changed => Diagnostic::new(
            Code::BadValue,
            place,
            format!("ファイル「{path}」が、作成している間に変更されました。"),
        )
        .hint("変更が終わったことを確かめて、もう一度実行してください。"),
        ReadError::Failed(_) => Diagnostic::new(Code::BadValue, place, format!("「{path}」を読めません。"))
            .hint("ファイルとフォルダーを取り違えていないか、開く権限があるかを確かめてください。"),
    }
}
