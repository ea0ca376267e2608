# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools", "brotli"]
# ///
"""Unpack the web fonts beside this file for print: ``uv run components/assets/fonts/build.py``.

The typesetter reads TrueType only. Slides embed a font as Embedded OpenType: the same file behind a head,
laid out as in the W3C submission "Embedded OpenType (EOT) File Format" of 2008, version 0x00020001. The glyphs are those of the npm packages ``@fontsource/ibm-plex-sans``
and ``@fontsource/ibm-plex-sans-arabic``, under the Open Font License beside this file.
"""

import re
import struct
import unicodedata
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
PRINT = FOLDER / "print"


def unpacked(name: str) -> Path:
    """One web font as TrueType."""
    font = TTFont(FOLDER / f"{name}.woff2", recalcTimestamp=False)
    font.flavor = None
    font.save(PRINT / f"{name}.ttf")
    return PRINT / f"{name}.ttf"


def head_for_slides(file: Path, family: str, bold: bool) -> None:
    """Write the head that makes a TrueType file an Embedded OpenType file."""
    font = TTFont(file)
    os2, panose = font["OS/2"], font["OS/2"].panose
    names = (family, "Bold" if bold else "Regular", font["name"].getDebugName(5), family)
    size = file.stat().st_size
    middle = struct.pack("<II", 0x00020001, 0)
    middle += bytes(
        getattr(panose, key)
        for key in (
            "bFamilyType", "bSerifStyle", "bWeight", "bProportion", "bContrast", "bStrokeVariation",
            "bArmStyle", "bLetterForm", "bMidline", "bXHeight",
        )
    )  # fmt: skip
    middle += struct.pack("<BBIHH", 1, 0, 700 if bold else 400, 0, 0x504C)
    ranges = [getattr(os2, f"ulUnicodeRange{n}") for n in (1, 2, 3, 4)]
    ranges += [getattr(os2, f"ulCodePageRange{n}", 0) for n in (1, 2)]
    middle += struct.pack("<6I", *ranges)
    middle += struct.pack("<I4I", font["head"].checkSumAdjustment, 0, 0, 0, 0)
    for name in names:
        text = name.encode("utf-16-le")
        middle += struct.pack("<HH", 0, len(text)) + text
    middle += struct.pack("<HH", 0, 0)
    head = struct.pack("<II", 8 + len(middle) + size, size) + middle
    file.with_suffix(".eot-head").write_bytes(head)


def without_ligatures(file: Path, family: str, bold: bool) -> Path:
    """Take out all ligatures but lam with alef, which Arabic cannot be written without.

    A reader of text in a PDF turns the letters of a ligature around and finds no word that has one. The licence
    reserves the name Plex for the untouched font, so this one has another.
    """
    font = TTFont(file)
    lam, alef = "\u0644", "\u0622\u0623\u0625\u0627"
    table = font["GSUB"].table
    required = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "rlig"
        for index in record.Feature.LookupListIndex
    }
    for index in required:
        for subtable in table.LookupList.Lookup[index].SubTable:
            real = getattr(subtable, "ExtSubTable", subtable)
            if not hasattr(real, "ligatures"):
                continue
            for first, found in list(real.ligatures.items()):
                kept = [
                    one
                    for one in found
                    if base(first) == lam
                    and len(one.Component) == 1
                    and base(one.Component[0]) in alef
                ]
                if kept:
                    real.ligatures[first] = kept
                else:
                    del real.ligatures[first]
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = family.replace(" ", "") if record.nameID == 6 else family
        if record.nameID in (2, 17):
            record.string = "Bold" if bold else "Regular"
    out = PRINT / f"monitor-arabic-{600 if bold else 400}.ttf"
    font.save(out)
    file.unlink()
    return out


def base(glyph: str) -> str:
    """The letter a glyph is a form of: uniFEDF, lam at the beginning of a word, is lam."""
    form = re.fullmatch(r"uni([0-9A-F]{4})", glyph)
    return unicodedata.normalize("NFKC", chr(int(form.group(1), 16))) if form else "?"


for weight in (400, 600):
    arabic = unpacked(f"ibm-plex-sans-arabic-arabic-{weight}-normal")
    arabic = without_ligatures(arabic, "Monitor Arabic", bold=weight == 600)
    # the two Latin subsets are one face again: a typesetter takes one file a family and weight
    halves = [unpacked(f"ibm-plex-sans-latin{part}-{weight}-normal") for part in ("", "-ext")]
    whole = Merger().merge([str(half) for half in halves])
    whole["head"].created = whole["head"].modified = TTFont(halves[0])["head"].modified
    whole.recalcTimestamp = False
    halves[1].unlink()
    whole.save(halves[0])
    head_for_slides(halves[0], "IBM Plex Sans", bold=weight == 600)
    head_for_slides(arabic, "Monitor Arabic", bold=weight == 600)
