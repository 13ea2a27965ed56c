#!/usr/bin/env python3
"""Makes every font file of this folder out of the packages named in README.md.

    python3 subset.py NODE_MODULES NOTO_CJK [OUTPUT]

NODE_MODULES holds the @expo-google-fonts packages, NOTO_CJK the TTC files of
Debian's fonts-noto-cjk. The same inputs and the same fontTools give the same
bytes: no time stamp is renewed and nothing depends on the order of a set.
"""

import shutil
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

# Set whole: what Japanese text is printed in.
WHOLE = {
    "BIZUDMincho-Regular.ttf": "biz-udmincho/400Regular/BIZUDMincho_400Regular.ttf",
    "BIZUDGothic-Regular.ttf": "biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf",
    "BIZUDGothic-Bold.ttf": "biz-udgothic/700Bold/BIZUDGothic_700Bold.ttf",
}

# Set in part: letters and digits of proportional width.
PROPORTIONAL = {
    "BIZUDPMincho-Regular.ttf": "biz-udpmincho/400Regular/BIZUDPMincho_400Regular.ttf",
    "BIZUDPGothic-Regular.ttf": "biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf",
    "BIZUDPGothic-Bold.ttf": "biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf",
}
LATIN = range(0x0020, 0x0250)
LATIN_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]

# What BIZ UD lacks: file, collection, PostScript name of the Japanese face.
SUPPLEMENT = {
    "NotoSerifJP-Regular.otf": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKjp-Regular"),
    "NotoSansJP-Regular.otf": ("NotoSansCJK-Regular.ttc", "NotoSansCJKjp-Regular"),
    "NotoSansJP-Bold.otf": ("NotoSansCJK-Bold.ttc", "NotoSansCJKjp-Bold"),
}

# Extension A is 6,417 characters that Japanese text hardly ever uses and a third
# of the serif face's bytes: only those stay that the Japanese selection of Noto has.
EXTENSION_A = range(0x3400, 0x4DC0)
JAPANESE_SELECTION = "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf"

# Scripts that stand in the Japanese face only for Korean and Chinese text.
FOREIGN = ("HANGUL", "KOREAN", "BOPOMOFO")


def main(node_modules: Path, noto_cjk: Path, output: Path) -> None:
    google = node_modules / "@expo-google-fonts"
    for name, source in WHOLE.items():
        shutil.copyfile(google / source, output / name)
    for name, source in PROPORTIONAL.items():
        write_subset(open_font(google / source), set(LATIN), LATIN_FEATURES, output / name)

    faces = {name: open_face(noto_cjk / file, face) for name, (file, face) in SUPPLEMENT.items()}
    present = set.union(*(characters(output / name) for name in WHOLE))
    common = set.intersection(*(set(face.getBestCmap()) for face in faces.values()))
    japanese = characters(google / JAPANESE_SELECTION)
    lacking = {c for c in common - present if is_of_use(c, japanese)}
    for name, face in faces.items():
        write_subset(face, lacking, ["vert"], output / name)


def is_of_use(character: int, japanese: set[int]) -> bool:
    """Letters, kanji, marks, numbers, punctuation, symbols and spaces of Japanese text."""
    if character in EXTENSION_A and character not in japanese:
        return False
    name = unicodedata.name(chr(character), "")
    # Kanji newer than this Python's tables have no category yet: "Cn".
    kind = unicodedata.category(chr(character))
    is_kanji = character >= 0x20000 or 0x4E00 <= character < 0xA000
    return (kind[0] in "LMNPSZ" or is_kanji) and not any(word in name for word in FOREIGN)


def open_font(path: Path) -> TTFont:
    return TTFont(path, recalcTimestamp=False)


def open_face(collection: Path, postscript_name: str) -> TTFont:
    """The face of that name, opened so that saving leaves its date alone."""
    with TTCollection(collection, lazy=True) as faces:
        names = [face["name"].getDebugName(6) for face in faces]
    number = names.index(postscript_name)
    return TTFont(collection, fontNumber=number, recalcTimestamp=False)


def characters(path: Path) -> set[int]:
    return set(TTFont(path, lazy=True).getBestCmap())


def selectors(font: TTFont) -> set[int]:
    """The variation selectors that a font knows; fontTools drops sequences of others."""
    return {selector for table in font["cmap"].tables if table.format == 14 for selector in table.uvsDict}


def write_subset(font: TTFont, wanted: set[int], features: list[str], path: Path) -> None:
    """Writes the wanted characters with their variation sequences, names kept, hints dropped."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted | selectors(font))
    subsetter.subset(font)
    font.save(path, reorderTables=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    here = Path(__file__).resolve().parent
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) == 4 else here)
